import { subjectOf } from '../subject.ts';
import { type Invariant, sayDeed } from './invariant.ts';

/** Without what an action can see nothing. */
const SOURCES: Readonly<Record<string, string>> = {
  restart_process: 'pm2',
  reload_process: 'pm2',
  trim_logs: 'pm2',
  deactivate_schedule: 'platform',
  archive_content: 'platform',
  archive_oldest_inactive: 'platform',
  reconnect_display: 'platform',
  reset_display: 'platform',
};
const STAND_ON_REDIS = /^(process\/vizora-(middleware|realtime)$|(schedule|content|organization|display)\/)/;

export const guardsFailClosed: Invariant = {
  number: 7,
  says: 'guards fail closed',
  violations({ executions, stored }) {
    const blind = executions.flatMap(({ remediation, first }) => {
      const { out, firing } = first.situation;
      const source = SOURCES[remediation.action];
      const missing = out.filter((one) => one === 'alertmanager' || one === source);
      const { incident, target_id } = remediation.params;
      const isTimeFor = remediation.action === 'maintain_tables';
      const asked = firing.some(({ about }) => {
        const { labels } = subjectOf(about);
        return labels['incident'] === incident && labels['target_id'] === target_id;
      });
      return [
        ...missing.map((one) => `${sayDeed(first)}: ${one} did not answer`),
        ...(out.includes('redis') && STAND_ON_REDIS.test(remediation.target)
          ? [`${sayDeed(first)}: Redis was away`]
          : []),
        ...(asked || isTimeFor
          ? []
          : [`${sayDeed(first)}: no alert was active that asked for r${remediation.id}`]),
      ];
    });
    const broken = stored.decisions
      .filter(({ reason }) => reason === 'gate_error')
      .map(({ id, gates }) => `d${id}: a gate broke: ${JSON.stringify(gates.at(-1))}`);
    return [...blind, ...broken];
  },
};
