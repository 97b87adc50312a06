import { type Gate, pass, refuse } from './gate.ts';

const LONGEST_MS = 86_400_000;

/** Has the pause since the last attempt on this target passed? It doubles with each one in the episode. */
export const cooldownGate: Gate = {
  name: 'cooldown',
  askedAgain: true,
  ask({ repair, question, policy, ledger, now }) {
    const [last] = ledger.remediations.ofTarget(repair.target, 1);
    if (last === undefined) return pass('the first attempt on this target');
    if (last.finished_at === null) return pass('the last attempt is in progress, which the lease holds');
    const episode = ledger.episodes.openOf(repair.target);
    const earlier = episode === null ? 0 : ledger.remediations.ofEpisode(episode.id).length;
    const stuck = question.incident === 'service_stuck' ? policy.stuck_cooldown : undefined;
    const pause = Math.min((stuck ?? policy.cooldown) * 2 ** Math.max(0, earlier - 1), LONGEST_MS);
    // A clock that was put back makes it as if it had just ended.
    const since = Math.max(0, now() - last.finished_at);
    const saw = `${seconds(since)} since the last attempt, ${seconds(pause)} asked`;
    return since >= pause ? pass(saw) : refuse('cooldown', saw, pause - since);
  },
};

const seconds = (ms: number) => `${Math.round(ms / 1_000)} s`;
