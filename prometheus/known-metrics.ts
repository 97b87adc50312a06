/** What every alert and recording rule of ours may read besides our own metrics. */
const OF_PROMETHEUS = ['up', 'ALERTS'] as const;

const OF_THE_EXPORTER = [
  'vizora_incident_active',
  'vizora_incident_unverified',
  'vizora_incident_opened_timestamp_seconds',
  'vizora_incident_since_timestamp_seconds',
  'vizora_agent_last_run_timestamp_seconds',
  'vizora_agent_last_success_timestamp_seconds',
  'vizora_agent_last_run_duration_seconds',
  'vizora_agent_interval_seconds',
  'vizora_agent_runs_total',
  'vizora_agent_runs_failed_total',
  'vizora_agent_runs_skipped_total',
  'vizora_agent_verdicts',
  'vizora_agent_unexamined_total',
  'vizora_agent_scan_complete',
  'vizora_pm2_up',
  'vizora_probe_success',
  'vizora_probe_duration_seconds',
  'vizora_exporter_build_info',
  'vizora_exporter_state_restored',
] as const;

const OF_THE_REMEDIATOR = [
  'vizora_remediations_total',
  'vizora_remediation_decisions_total',
  'vizora_remediation_in_progress',
  'vizora_remediation_escalated',
  'vizora_remediator_deliveries_total',
  'vizora_remediator_mode',
  'vizora_remediator_stop_active',
  'vizora_remediator_last_watchdog_timestamp_seconds',
  'vizora_remediator_last_reconcile_success_timestamp_seconds',
  'vizora_remediator_build_info',
] as const;

/** The metrics that our processes expose: what rules and panels may name. */
export const OUR_METRICS: readonly string[] = [...OF_THE_EXPORTER, ...OF_THE_REMEDIATOR];

/** All that a rule or a panel may name, recorded metrics aside. */
export const KNOWN_METRICS: readonly string[] = [...OF_PROMETHEUS, ...OUR_METRICS];
