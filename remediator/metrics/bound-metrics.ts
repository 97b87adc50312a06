import { Gauge, type Registry } from 'prom-client';
import type { LoadedConfig } from '../../core/config/load.ts';
import { ACTION_NAMES } from '../action.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { massFailureOf } from '../mass-failure.ts';

export interface BoundMetricsOptions {
  readonly ledger: Pick<Ledger, 'remediations' | 'escalations'>;
  readonly settings: Pick<LoadedConfig['remediator'], 'budget' | 'actions'>;
  now(): number;
}

const HOUR_MS = 3_600_000;
const WINDOWS = { hour: HOUR_MS, day: 24 * HOUR_MS } as const;

/** What bounds the machine at this moment: how much it may still do, and whether a mass failure holds it. */
export function addBoundMetrics(registry: Registry, { ledger, settings, now }: BoundMetricsOptions): void {
  const registers = [registry];
  new Gauge({
    name: 'vizora_remediation_budget_left',
    help: 'Executions that the budgets still allow, by action and of all together.',
    labelNames: ['action', 'window'],
    registers,
    collect() {
      for (const action of ['all', ...ACTION_NAMES] as const) {
        const budget = action === 'all' ? settings.budget : settings.actions[action];
        for (const window of ['hour', 'day'] as const) {
          const allowed = window === 'hour' ? budget.per_hour : budget.per_day;
          const since = now() - WINDOWS[window];
          const used = ledger.remediations.countExecutions(action === 'all' ? { since } : { since, action });
          this.set({ action, window }, Math.max(0, allowed - used));
        }
      }
    },
  });
  new Gauge({
    name: 'vizora_remediation_mass_failure_active',
    help: '1 while so many are broken at once that it was given over to people.',
    labelNames: ['org', 'action'],
    registers,
    collect() {
      this.reset();
      for (const { about, org, action } of ledger.escalations.all()) {
        if (about === massFailureOf(org, action)) this.set({ org, action }, 1);
      }
    },
  });
}
