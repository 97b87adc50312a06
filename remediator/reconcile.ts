import type { SeenAlert } from '../core/alertmanager/all-alertmanagers.ts';
import type { DailySchedule } from '../core/daily-schedule.ts';
import { announceProposal } from './approval/announce-proposal.ts';
import { expireOverdueProposals } from './approval/propose.ts';
import type { Engine } from './engine.ts';
import type { EngineParts } from './engine-parts.ts';
import { watchEpisodes } from './episode-watch.ts';
import type { Hint } from './hint.ts';
import { isAboutAllRepair } from './in-force/pause.ts';
import { askAtNight } from './nightly.ts';

import { finishUndoings } from './undo.ts';
import { tellVerdict } from './watch-journal.ts';

/** A webhook may take this long after the alert began, with its grouping and its retries. */
const DELIVERY_EXPECTED_WITHIN_MS = 60_000;

/**
 * Asks Alertmanager what webhooks may have failed to say, and follows up on what is open: webhooks are lost,
 * cut, late and doubled, so what they say is never the whole of it.
 */
export async function reconcile(engine: Engine, night: DailySchedule, parts: EngineParts): Promise<void> {
  const { alertmanagers, metrics, clock, log, ledger, retention } = parts;
  ledger.stops.writeDown();
  ledger.correctTimes(clock.now());
  engine.takeUpWhatIsLeft();
  const fault = await ledger.forget({
    now: clock.now(),
    deliveriesBefore: clock.now() - retention.deliveries,
    decisionsBefore: clock.now() - retention.decisions,
  });
  if (fault !== null) tellVerdict(fault, parts);
  const answer = await alertmanagers.alerts(['remediation!=""']);
  await noteRestarts(parts);
  if (answer.answered) {
    noteUndelivered(answer.items, parts);
    await noteSilences(answer.items, parts);
    engine.consider(answer.items.map(hintOf));
    metrics.reconciled(clock.now());
  } else {
    metrics.reconcileFailed();
    log.warn({ detail: answer.detail }, 'Alertmanager could not be asked');
  }
  askAtNight(engine, night, parts);
  await tendProposals(parts);
  await watchEpisodes(answer, parts);
  await finishUndoings(parts);
}

/** Their announcements end by themselves, and an Alertmanager may forget them. */
async function tendProposals(parts: EngineParts): Promise<void> {
  const expired = parts.ledger.transaction(() => expireOverdueProposals(parts));
  const waiting = parts.ledger.proposals.open().filter(({ state }) => state === 'waiting');
  // Together: where an Alertmanager hangs each would take its whole time, and what follows would wait for all of them.
  await Promise.all([...expired, ...waiting].map((proposal) => announceProposal(proposal, parts)));
}

const hintOf = ({ labels, startsAt, fingerprint }: SeenAlert): Hint => ({
  source: 'reconcile',
  alert: { status: 'firing', labels, startsAt, fingerprint },
  alertId: null,
});

/** Suppressed alerts are rightly not delivered; of the others each should have come by webhook. */
function noteUndelivered(alerts: readonly SeenAlert[], { ledger, clock, log }: EngineParts): void {
  const now = clock.now();
  for (const { state, startsAt, fingerprint, labels } of alerts) {
    if (state !== 'active' || startsAt === null || now - startsAt < DELIVERY_EXPECTED_WITHIN_MS) continue;
    if (ledger.deliveries.wasDelivered(fingerprint, startsAt)) continue;
    if (ledger.deliveries.noteUndelivered(fingerprint, startsAt, now)) {
      log.warn({ alertname: labels['alertname'], fingerprint }, 'found an alert that no webhook brought');
    }
  }
}

/** While they cannot be read, those that were last seen stay told: each ends at its own time. */
async function noteSilences(
  alerts: readonly SeenAlert[],
  { alertmanagers, metrics, log }: EngineParts,
): Promise<void> {
  const answer = await alertmanagers.silences();
  if (!answer.answered) {
    log.warn({ detail: answer.detail }, 'Alertmanager could not be asked for its silences');
    return;
  }
  const holding = new Set(alerts.flatMap(({ silencedBy }) => silencedBy));
  metrics.silencedBy(
    answer.items.filter(
      (silence) =>
        silence.status.state === 'active' && (holding.has(silence.id) || isAboutAllRepair(silence)),
    ),
  );
}

/** Keeps a history of PM2's restart counters, without which nobody could see a storm. */
async function noteRestarts({ look, ledger }: EngineParts): Promise<void> {
  const { at, processes } = await look.listProcesses();
  const apps = new Set(Object.values(look.apps));
  const counts = (processes ?? []).filter(({ name }) => apps.has(name));
  ledger.restartCounts.note(
    counts.map(({ name, pmId, restarts }) => ({ app: name, pmId, restarts })),
    at,
  );
}
