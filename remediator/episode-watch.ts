import type { SeenAlert } from '../core/alertmanager/all-alertmanagers.ts';
import { announceProposal } from './announce-proposal.ts';
import { questionAbout } from './conclude.ts';
import type { EngineParts } from './engine-parts.ts';
import { endEscalation, episodeOf } from './escalate.ts';
import type { Episode } from './ledger/episodes.ts';
import { massFailureOf, measureMassFailure } from './mass-failure.ts';
import { withdrawProposals } from './propose.ts';
import { questionOf, routeOf } from './question.ts';
import { lookSafely } from './verify.ts';

const LOOKS_UNTIL_SURE = 3;
const BETWEEN_LOOKS_MS = 2_000;
const LOOKS_IN_ONE_ROUND = 3;

/**
 * Follows open episodes by looks of our own: ends what is verified gone, and closes an episode once the fault
 * has been gone for long enough. Looks are rare while the alert still stands, since each costs requests.
 *
 * @param alerts what Alertmanager has now; null when nobody could tell
 */
export async function watchEpisodes(alerts: readonly SeenAlert[] | null, parts: EngineParts): Promise<void> {
  const { ledger, actions, look } = parts;
  const standing = new Set(
    (alerts ?? []).map(({ labels }) => routeOf(questionOf(labels), actions, look.apps).repair?.target),
  );
  const due = ledger.episodes
    .open()
    .filter(({ target }) => ledger.leases.holder(target) === null)
    .filter((episode) => isDue(episode, alerts === null || standing.has(episode.target), parts))
    .sort((one, other) => (one.looked_at ?? 0) - (other.looked_at ?? 0));
  for (const episode of due.slice(0, LOOKS_IN_ONE_ROUND)) {
    if (parts.ending.aborted) return;
    await followUp(episode, parts);
  }
  await endMassFailures(parts);
}

/** An alert that stands says enough, except about what we repaired. */
function isDue(episode: Episode, alertStands: boolean, { clock, settings }: EngineParts): boolean {
  const { looked_at: lookedAt, good_since: goodSince } = episode;
  if (goodSince === null) return !alertStands;
  const now = clock.now();
  const hold = settings.episode_hold;
  return now - goodSince >= hold || now - (lookedAt ?? goodSince) >= hold / 2;
}

async function followUp(episode: Episode, parts: EngineParts): Promise<void> {
  const { ledger, clock, settings, log } = parts;
  const verdict = await lookAt(episode, parts);
  const now = clock.now();
  const withdrawn = ledger.transaction(() => {
    ledger.episodes.looked(episode.id, verdict === 'unknown' ? null : verdict === 'good', now);
    if (verdict !== 'good') return [];
    endEscalation(episodeOf(episode.id), 'verified gone', parts);
    const gone = withdrawProposals(({ target }) => target === episode.target, parts);
    const since = ledger.episodes.get(episode.id)?.good_since ?? now;
    if (now - since < settings.episode_hold) return gone;
    ledger.episodes.close(episode.id, now);
    log.info({ target: episode.target, episode: episode.id }, 'episode closed');
    return gone;
  });
  for (const proposal of withdrawn) await announceProposal(proposal, parts);
}

async function lookAt(episode: Episode, { actions, look, clock, ending }: EngineParts) {
  const { repair } = routeOf(questionAbout(episode), actions, look.apps);
  if (repair === null) return 'unknown';
  const lookOnce = repair.watch(look);
  for (let looks = 1; ; looks++) {
    const { finding } = await lookSafely(lookOnce);
    if (finding.verdict !== 'unknown' || looks === LOOKS_UNTIL_SURE) return finding.verdict;
    await clock.sleep(BETWEEN_LOOKS_MS, ending);
  }
}

async function endMassFailures(parts: EngineParts): Promise<void> {
  const { ledger, actions, look, clock } = parts;
  for (const open of ledger.escalations.all()) {
    const action = actions.find(({ name }) => name === open.action);
    if (action === undefined || open.about !== massFailureOf(open.org, open.action)) continue;
    const measured = await measureMassFailure(action, open.org, null, {
      ...parts,
      now: () => clock.now(),
      // Unknown keeps the escalation open.
      population: () => action.population(open.org, look).catch(() => null),
    });
    if (measured.known && !measured.mass) endEscalation(open.about, measured.saw, parts);
  }
}
