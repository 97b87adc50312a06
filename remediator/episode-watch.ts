import { type Answer, type SeenAlert, toldByAll } from '../core/alertmanager/all-alertmanagers.ts';
import { announceProposal } from './approval/announce-proposal.ts';
import { withdrawProposals } from './approval/propose.ts';
import { questionAbout } from './conclude.ts';
import type { EngineParts } from './engine-parts.ts';
import { endEscalation, episodeOf } from './escalate.ts';
import type { Episode } from './ledger/episodes.ts';
import { massFailureOf, measureMassFailure } from './mass-failure.ts';
import { questionOf, routeOf } from './question.ts';
import { lookSafely } from './verify.ts';

const LOOKS_UNTIL_SURE = 3;
const BETWEEN_LOOKS_MS = 2_000;
const LOOKS_IN_ONE_ROUND = 3;
/** Several alerts may ask about one target. */
const LAST_DECISIONS = 5;

/**
 * Follows open episodes by looks of our own: ends what is verified gone, and closes an episode once the fault
 * has been gone for long enough. Looks are rare while the alert still stands, since each costs requests.
 *
 * @param answer what Alertmanager has now
 */
export async function watchEpisodes(answer: Answer<SeenAlert>, parts: EngineParts): Promise<void> {
  const { ledger, actions, look } = parts;
  const alerts = answer.answered ? answer.items : null;
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
    const isAsked = !toldByAll(answer).answered || standing.has(episode.target);
    if (!isAsked && isOutOfSight(episode, parts)) endUnseen(episode, parts);
    else await followUp(episode, parts);
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

/** Nothing looks at it any more, by the configuration, and no alert has asked about it for as long as an episode is held. */
function isOutOfSight({ target, org, action, params, opened_at }: Episode, parts: EngineParts): boolean {
  const { ledger, actions, look, accounts, clock, settings } = parts;
  const { repair } = routeOf(questionAbout({ action, params }), actions, look.apps);
  if (repair !== null && !(repair.inOrganisation && !accounts.lookAt(org))) return false;
  const now = clock.now();
  // What seems to come from the future was written by a clock that was ahead.
  const asked = ledger.decisions
    .ofTarget(target, LAST_DECISIONS)
    .flatMap(({ last_at }) => (last_at > now ? [] : [last_at]));
  return now - Math.max(opened_at, ...asked) >= settings.episode_hold;
}

function endUnseen({ id, target }: Episode, parts: EngineParts): void {
  const { ledger, clock, log } = parts;
  ledger.transaction(() => {
    endEscalation(episodeOf(id), 'it cannot be looked at any more', parts);
    ledger.episodes.close(id, clock.now());
  });
  log.warn({ target, episode: id }, 'episode closed: it cannot be looked at any more');
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
    const measured = await Promise.all(
      action.incidents.map((incident) =>
        measureMassFailure(action, { org: open.org, incident }, null, {
          ...parts,
          now: () => clock.now(),
          // Unknown keeps the escalation open.
          population: () => action.population(open.org, look).catch(() => null),
        }),
      ),
    );
    const isOver = measured.every((one) => one.known && !one.mass);
    if (isOver) endEscalation(open.about, measured.map(({ saw }) => saw).join('; '), parts);
  }
}
