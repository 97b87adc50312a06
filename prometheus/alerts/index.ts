import type { AgentAlerts } from '../incident-alert.ts';
import { incidentRules } from '../incident-rules.ts';
import type { RuleFile } from '../rule.ts';
import { access } from './access.ts';
import { exporter } from './exporter.ts';
import { healthGuardian } from './health-guardian.ts';
import { monitoring } from './monitoring.ts';
import { remediator } from './remediator.ts';
import { scheduleDoctor } from './schedule-doctor.ts';

/** The agents' incidents with their policy, one entry per incident type. */
export const AGENT_ALERTS: readonly AgentAlerts[] = [healthGuardian, scheduleDoctor];

/** Every file of rules that Prometheus loads. */
export const RULE_FILES: readonly RuleFile[] = [
  ...AGENT_ALERTS.map(incidentRules),
  exporter,
  access,
  remediator,
  monitoring,
];
