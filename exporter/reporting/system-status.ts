import type { Answer, SeenAlert } from '../../core/alertmanager/all-alertmanagers.ts';
import type { ClassOf } from '../incident-families.ts';

/** How the platform is, all in all; `UNKNOWN` when nobody can tell, which is never `HEALTHY`. */
export const SYSTEM_STATUSES = ['HEALTHY', 'DEGRADED', 'CRITICAL', 'UNKNOWN'] as const;
export type SystemStatus = (typeof SYSTEM_STATUSES)[number];

export interface AlertPolicy {
  /** Is an alert of this name one of ours? */
  readonly isOurs: (alert: string) => boolean;
  readonly classOf: ClassOf;
}

/** Always fires, and so shows that Prometheus evaluates its rules and reaches Alertmanager. */
const WATCHDOG = 'Watchdog';

/**
 * What the active alerts say of the whole: critical ones make it CRITICAL, warnings DEGRADED. What is silenced or
 * inhibited is being seen to; what is in a test or a retired organisation is nobody's trouble. That nothing fires
 * means HEALTHY only where the Watchdog does: else Alertmanager is merely not told.
 */
export function systemStatus(answer: Answer<SeenAlert> | null, policy: AlertPolicy): SystemStatus {
  if (!answer?.answered) return 'UNKNOWN';
  const severities = new Set(
    answer.items.filter((alert) => counts(alert, policy)).map(({ labels }) => labels['severity']),
  );
  if (severities.has('critical')) return 'CRITICAL';
  if (severities.has('warning')) return 'DEGRADED';
  return answer.items.some(({ labels }) => labels['alertname'] === WATCHDOG) ? 'HEALTHY' : 'UNKNOWN';
}

function counts({ labels, state }: SeenAlert, { isOurs, classOf }: AlertPolicy): boolean {
  return state === 'active' && isOurs(labels['alertname'] ?? '') && matters(labels['org'] ?? '', classOf);
}

/** Is this organisation one whose troubles are somebody's? */
export function matters(org: string, classOf: ClassOf): boolean {
  return !['test', 'retired'].includes(classOf(org));
}
