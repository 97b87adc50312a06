import { type Gate, pass, refuse } from './gate.ts';

/** Is there an attempt left in this episode of the target? */
export const attemptsGate: Gate = {
  name: 'attempts',
  askedAgain: true,
  ask({ repair, policy, ledger }) {
    const episode = ledger.episodes.openOf(repair.target);
    const past = episode === null ? [] : ledger.remediations.ofEpisode(episode.id);
    const used = past.filter(({ outcome }) => outcome !== 'skipped' && outcome !== 'refused');
    const saw = `${used.length} of ${policy.attempts} attempts used in this episode`;
    if (used.length < policy.attempts) return pass(saw);
    return used.some(({ outcome }) => outcome === null)
      ? refuse('in_progress', `${saw}, the last one is still in progress`)
      : refuse('attempts_exhausted', saw);
  },
};
