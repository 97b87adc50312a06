import type { Alert } from './alert.ts';
import type { Reason } from './reasons.ts';

/** What is decided about an alert by what it says alone. */
export interface Routine {
  readonly decision: 'refuse' | 'heartbeat';
  readonly reason: Reason;
  readonly saw: string;
}

export const isWatchdog = ({ labels, status }: Alert): boolean =>
  labels['alertname'] === 'Watchdog' && status === 'firing';

/** The decision about an alert that asks for no repair; null where the gates must be asked. */
export function routineOf(alert: Alert): Routine | null {
  if (isWatchdog(alert)) return { decision: 'heartbeat', reason: 'watchdog', saw: 'deliveries arrive' };
  if (alert.status === 'resolved') {
    return { decision: 'refuse', reason: 'resolved', saw: 'the alert is not firing' };
  }
  if (alert.labels['remediation']) return null;
  return { decision: 'refuse', reason: 'no_remediation', saw: 'it has no label remediation' };
}
