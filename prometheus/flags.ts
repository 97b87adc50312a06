import type { Durations } from './durations.ts';

/**
 * The flags of Prometheus that are part of the policy, for every place that starts it.
 *
 * Four times the resend delay is how long Alertmanager believes an alert after Prometheus has died; the
 * grace period makes alerts keep their age over a restart, so that a restart tells nobody "recovered".
 */
export function prometheusFlags(durations: Durations): readonly string[] {
  return [
    `--rules.alert.resend-delay=${durations.resend_delay}`,
    `--rules.alert.for-grace-period=${durations.restore_grace}`,
  ];
}

/** The same for Alertmanager: it runs alone, and saves silences each minute, so that a crash forgets few. */
export const ALERTMANAGER_FLAGS: readonly string[] = [
  '--data.maintenance-interval=1m',
  '--cluster.listen-address=',
];
