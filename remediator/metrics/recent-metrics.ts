import { Gauge, type Registry } from 'prom-client';
import type { Ledger } from '../ledger/ledger.ts';

export interface RecentMetricsOptions {
  readonly ledger: Pick<Ledger, 'remediations'>;
  now(): number;
}

const DAY_MS = 86_400_000;
/** The newest of the day, so that the series stay few whatever happens. */
const MOST = 100;

/** Each repair that ended within a day: what, why, of what, how it ended, and how long it took. */
export function addRecentMetrics(registry: Registry, { ledger, now }: RecentMetricsOptions): void {
  const registers = [registry];
  const recent = () => ledger.remediations.endedSince(now() - DAY_MS, MOST);
  new Gauge({
    name: 'vizora_remediation_recent_ended_timestamp_seconds',
    help: `Unix time at which the repair ended; of the newest ${MOST}, those that ended within a day.`,
    labelNames: ['id', 'action', 'incident', 'org', 'target_kind', 'target_id', 'outcome'],
    registers,
    collect() {
      this.reset();
      for (const { id, action, incident, org, target, outcome, finished_at } of recent()) {
        const [target_kind = '', ...rest] = target.split('/');
        const target_id = rest.join('/');
        this.set(
          { id: `r${id}`, action, incident, org, target_kind, target_id, outcome },
          finished_at / 1_000,
        );
      }
    },
  });
  new Gauge({
    name: 'vizora_remediation_recent_duration_seconds',
    help: 'How long that repair took from its decision to its end.',
    labelNames: ['id'],
    registers,
    collect() {
      this.reset();
      for (const { id, decided_at, finished_at } of recent()) {
        this.set({ id: `r${id}` }, Math.max(0, finished_at - decided_at) / 1_000);
      }
    },
  });
}
