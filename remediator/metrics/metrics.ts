import { Counter, Gauge, Registry } from 'prom-client';
import type { LoadedConfig } from '../../core/config/load.ts';
import { MODES } from '../../core/config/policies.ts';
import { headNumber } from '../../core/journal/chain.ts';
import { ACTION_NAMES } from '../action.ts';
import type { Alert } from '../alert.ts';
import { MAINTENANCE_SOURCES, type MaintenanceInForce } from '../in-force/maintenance-in-force.ts';
import { STOP_SOURCES, type StopInForce } from '../in-force/stops-in-force.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { OUTCOMES } from '../outcome.ts';
import { addBoundMetrics, type BoundMetricsOptions } from './bound-metrics.ts';
import { addPhaseMetrics, type NotePhases } from './phase-metrics.ts';
import { addRecentMetrics } from './recent-metrics.ts';
import { addRepairMetrics } from './repair-metrics.ts';
import { addSilenceMetrics, type NoteSilences } from './silence-metrics.ts';

export interface RemediatorMetrics {
  readonly registry: Registry;
  decided(action: string, reason: string): void;
  ended(action: string, outcome: string): void;
  /** How long the parts of a repair took that has ended. */
  readonly took: NotePhases;
  /** How long a repair took that helped, in ms. */
  repaired(action: string, ms: number): void;
  /** A person took back what was done. */
  undone(action: string): void;
  /** Which silences hold the machine now. */
  readonly silencedBy: NoteSilences;
  delivered(code: number): void;
  alertDelivered(status: Alert['status']): void;
  heartbeat(at: number): void;
  reconciled(at: number): void;
  reconcileFailed(): void;
  engineError(): void;
  announcementFailed(): void;
  journalChecked(isIntact: boolean, at: number): void;
}

export interface MetricsOptions extends BoundMetricsOptions {
  readonly ledger: Ledger;
  readonly settings: LoadedConfig['remediator'];
  readonly version: string;
  stops(): readonly StopInForce[];
  maintenance(): readonly MaintenanceInForce[];
}

/** What the remediator says of itself; totals go on from what the ledger holds, whatever restarted. */
export function createMetrics(options: MetricsOptions): RemediatorMetrics {
  const { ledger, settings, version, stops, maintenance } = options;
  const registry = new Registry();
  const registers = [registry];
  const known = (action: string) =>
    (ACTION_NAMES as readonly string[]).includes(action) ? action : 'unknown';

  const remediations = new Counter({
    name: 'vizora_remediations_total',
    help: 'Remediations that ended, by how.',
    labelNames: ['action', 'outcome'],
    registers,
  });
  for (const action of ACTION_NAMES) {
    for (const outcome of OUTCOMES) remediations.inc({ action, outcome }, 0);
  }
  for (const { action, outcome, n } of ledger.remediations.totals()) {
    remediations.inc({ action: known(action), outcome }, n);
  }

  const decisions = new Counter({
    name: 'vizora_remediation_decisions_total',
    help: 'Decisions about alerts, by the reason.',
    labelNames: ['action', 'reason'],
    registers,
  });
  for (const { action, reason, n } of ledger.decisions.totals()) {
    decisions.inc({ action: known(action), reason }, n);
  }

  const deliveries = new Counter({
    name: 'vizora_remediator_deliveries_total',
    help: 'Webhook requests answered, by HTTP status code.',
    labelNames: ['code'],
    registers,
  });
  for (const code of [200, 401, 503]) deliveries.inc({ code }, 0);

  const alerts = new Counter({
    name: 'vizora_remediator_alerts_total',
    help: 'Alerts that webhooks brought, by what they say of themselves.',
    labelNames: ['status'],
    registers,
  });
  for (const status of ['firing', 'resolved']) alerts.inc({ status }, 0);

  const errors = new Counter({
    name: 'vizora_remediator_engine_errors_total',
    help: 'Decisions and remediations that broke; what was delivered stays in the ledger.',
    registers,
  });
  const failedReconciles = new Counter({
    name: 'vizora_remediator_reconcile_failures_total',
    help: 'Times when no Alertmanager could be asked for its alerts.',
    registers,
  });
  const failedAnnouncements = new Counter({
    name: 'vizora_remediator_announcements_failed_total',
    help: 'Announcements of what was done that an Alertmanager did not take.',
    registers,
  });
  const took = addPhaseMetrics(registry, ledger, known);
  const { repaired, undone } = addRepairMetrics(registry, ledger, known);
  const silencedBy = addSilenceMetrics(registry);
  addBoundMetrics(registry, options);
  addRecentMetrics(registry, options);
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: L[],
    collect: (metric: Gauge<L>) => void,
  ) =>
    new Gauge<L>({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        collect(this);
      },
    });

  /** A time that has not come yet is no series: 0 would read as long ago. */
  const time = (name: string, help: string) => {
    let at: number | null = null;
    gauge(name, help, [], (metric) => {
      if (at === null) metric.remove();
      else metric.set(at / 1_000);
    });
    return (ms: number) => {
      at = ms;
    };
  };
  const heartbeat = time(
    'vizora_remediator_last_watchdog_timestamp_seconds',
    'When the always-firing alert last arrived through the real route.',
  );
  const reconciled = time(
    'vizora_remediator_last_reconcile_success_timestamp_seconds',
    'When Alertmanager was last asked for all its alerts, and answered.',
  );

  gauge(
    'vizora_remediation_in_progress',
    '1 while a target is being repaired.',
    ['action', 'target_kind', 'target_id'],
    (metric) => {
      for (const { action, target } of ledger.remediations.unfinished()) {
        const [target_kind = '', ...id] = target.split('/');
        metric.set({ action, target_kind, target_id: id.join('/') }, 1);
      }
    },
  );
  gauge(
    'vizora_remediation_escalated',
    '1 while the machine has given a fault over to people.',
    ['org', 'incident', 'target_kind', 'target_id', 'action', 'reason'],
    (metric) => {
      for (const { org, incident, target_kind, target_id, action, reason } of ledger.escalations.all()) {
        metric.set({ org, incident, target_kind, target_id, action, reason }, 1);
      }
    },
  );
  gauge(
    'vizora_remediation_proposals_waiting',
    'Plans that wait for a person to approve or reject them.',
    ['action'],
    (metric) => {
      for (const action of ACTION_NAMES) metric.set({ action }, 0);
      for (const { action, state } of ledger.proposals.open()) {
        if (state === 'waiting') metric.inc({ action: known(action) }, 1);
      }
    },
  );
  gauge('vizora_remediator_mode', '1 for the mode in force.', ['mode'], (metric) => {
    for (const one of MODES) metric.set({ mode: one }, one === settings.mode ? 1 : 0);
  });
  gauge('vizora_remediator_stop_active', '1 while a global stop is in force.', ['source'], (metric) => {
    const active = stops().map(({ source }) => source);
    for (const source of STOP_SOURCES) metric.set({ source }, active.includes(source) ? 1 : 0);
  });
  gauge(
    'vizora_remediator_maintenance_active',
    '1 while a maintenance is in force, announced or by its window.',
    ['source'],
    (metric) => {
      const active = maintenance().map(({ source }) => source);
      for (const source of MAINTENANCE_SOURCES) metric.set({ source }, active.includes(source) ? 1 : 0);
    },
  );
  gauge('vizora_remediator_open_episodes', 'Targets in trouble that are being followed.', [], (metric) => {
    metric.set(ledger.episodes.open().length);
  });
  gauge('vizora_remediator_journal_height', 'Records in the append-only journal.', [], (metric) => {
    metric.set(ledger.journal.height());
  });
  gauge(
    'vizora_remediator_journal_head',
    'The first 48 bits of the hash of the newest record: with the height it shows later that none was cut off.',
    [],
    (metric) => metric.set(headNumber(ledger.journal.head())),
  );
  let intact: boolean | null = null;
  gauge(
    'vizora_remediator_journal_intact',
    '1 if the journal was found as it was written the last time it was checked, 0 if not; no series before.',
    [],
    (metric) => {
      if (intact === null) metric.remove();
      else metric.set(Number(intact));
    },
  );
  const journalVerified = time(
    'vizora_remediator_journal_verified_timestamp_seconds',
    'When the journal was last checked as a whole.',
  );
  gauge(
    'vizora_remediator_alerts_undelivered',
    'Alerts that reconciling found although no webhook had brought them, ever.',
    [],
    (metric) => metric.set(ledger.deliveries.countUndelivered()),
  );
  gauge('vizora_remediator_build_info', 'What is running; always 1.', ['version', 'nodeversion'], (metric) =>
    metric.set({ version, nodeversion: process.versions.node }, 1),
  );

  return {
    registry,
    decided: (action, reason) => decisions.inc({ action: known(action), reason }),
    ended: (action, outcome) => remediations.inc({ action: known(action), outcome }),
    took,
    repaired,
    undone,
    silencedBy,
    alertDelivered: (status) => alerts.inc({ status }),
    delivered: (code) => deliveries.inc({ code }),
    heartbeat,
    reconciled,
    reconcileFailed: () => failedReconciles.inc(),
    engineError: () => errors.inc(),
    announcementFailed: () => failedAnnouncements.inc(),
    journalChecked(isIntact, at) {
      intact = isIntact;
      journalVerified(at);
    },
  };
}
