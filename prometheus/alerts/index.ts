import type { AgentAlerts } from '../incident-alert.ts';
import { incidentRules } from '../incident-rules.ts';
import type { RuleFile } from '../rule.ts';
import { access } from './access.ts';
import { contentLifecycle } from './content-lifecycle.ts';
import { coverage } from './coverage.ts';
import { dbMaintainer } from './db-maintainer.ts';
import { exporter } from './exporter.ts';
import { fleetManager } from './fleet-manager.ts';
import { healthGuardian } from './health-guardian.ts';
import { monitoring } from './monitoring.ts';
import { opsReporter } from './ops-reporter.ts';
import { platform } from './platform.ts';
import { remediator } from './remediator.ts';
import { scheduleDoctor } from './schedule-doctor.ts';
import { slo } from './slo.ts';

/** The agents' incidents with their policy, one entry per incident type. */
export const AGENT_ALERTS: readonly AgentAlerts[] = [
  healthGuardian,
  contentLifecycle,
  fleetManager,
  scheduleDoctor,
  opsReporter,
  dbMaintainer,
];

/** Every file of rules that Prometheus loads. */
export const RULE_FILES: readonly RuleFile[] = [
  ...AGENT_ALERTS.map(incidentRules),
  platform,
  exporter,
  coverage,
  access,
  remediator,
  monitoring,
  slo,
];
