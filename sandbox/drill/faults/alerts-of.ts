import type { Broken } from '../fault.ts';

/**
 * The alerts of one fault.
 *
 * @param alertname of the incident, about the target with that id
 * @param repaired the id of the target that is repaired, where that is another one
 */
export function alertsOf(
  alertname: string,
  targetId: string,
  repaired = targetId,
): Pick<Broken, 'alert' | 'unfinished'> {
  const alert: Broken['alert'] = (labels) =>
    labels['alertname'] === alertname && labels['target_id'] === targetId;
  return {
    alert,
    unfinished: (labels) =>
      alert(labels) || (labels['alertname'] === 'RemediationInProgress' && labels['target_id'] === repaired),
  };
}
