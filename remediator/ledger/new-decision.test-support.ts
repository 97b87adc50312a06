import type { NewDecision } from './decisions.ts';

/** A decision about a service, refused while it cools down unless it is told otherwise. */
export const newDecision = (special: Partial<NewDecision> = {}): NewDecision => ({
  source: 'webhook',
  incident: 'service_down',
  org: 'platform',
  target_kind: 'service',
  target_id: 'web',
  action: 'restart_process',
  target: 'process/vizora-web',
  decision: 'refuse',
  reason: 'cooldown',
  gates: [],
  remediation_id: null,
  ...special,
});
