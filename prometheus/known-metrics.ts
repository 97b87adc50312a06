/** What alerts, recording rules and panels may read besides our own metrics. */
const OF_PROMETHEUS = ['up', 'ALERTS'];

/** The metrics of our processes that rules and panels may name; a test finds each of them in the sources. */
export const OUR_METRICS: readonly string[] = [
  'vizora_account_login_stopped',
  'vizora_agent_enabled',
  'vizora_agent_interval_seconds',
  'vizora_agent_last_run_duration_seconds',
  'vizora_agent_last_run_timestamp_seconds',
  'vizora_agent_last_success_timestamp_seconds',
  'vizora_agent_runs_failed_total',
  'vizora_agent_runs_skipped_total',
  'vizora_agent_runs_total',
  'vizora_agent_scan_complete',
  'vizora_agent_unexamined_total',
  'vizora_agent_verdicts',
  'vizora_exporter_build_info',
  'vizora_exporter_state_restored',
  'vizora_incident_active',
  'vizora_incident_opened_timestamp_seconds',
  'vizora_incident_since_timestamp_seconds',
  'vizora_incident_unverified',
  'vizora_incidents_suppressed',
  'vizora_pm2_up',
  'vizora_probe_duration_seconds',
  'vizora_probe_success',
  'vizora_remediation_decisions_total',
  'vizora_remediation_escalated',
  'vizora_remediation_in_progress',
  'vizora_remediations_total',
  'vizora_remediator_build_info',
  'vizora_remediator_deliveries_total',
  'vizora_remediator_last_reconcile_success_timestamp_seconds',
  'vizora_remediator_last_watchdog_timestamp_seconds',
  'vizora_remediator_mode',
  'vizora_remediator_stop_active',
];

/** All that a rule or a panel may name, recorded metrics aside. */
export const KNOWN_METRICS: readonly string[] = [...OF_PROMETHEUS, ...OUR_METRICS];
