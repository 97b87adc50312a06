/** What alerts, recording rules and panels may read besides our own metrics. */
const OF_PROMETHEUS = ['up', 'ALERTS'];

/** Every metric of our own, so that rules and panels name none that nobody exposes; a test finds them in the sources. */
export const OUR_METRICS: readonly string[] = [
  'vizora_account_failed_logins',
  'vizora_account_logged_in',
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
  'vizora_api_requests_failed_total',
  'vizora_api_requests_total',
  'vizora_exporter_build_info',
  'vizora_exporter_state_restored',
  'vizora_exporter_store_failures_total',
  'vizora_incident_active',
  'vizora_incident_opened_timestamp_seconds',
  'vizora_incident_since_timestamp_seconds',
  'vizora_incident_unverified',
  'vizora_incidents',
  'vizora_incidents_opened_total',
  'vizora_incidents_resolved_total',
  'vizora_incidents_suppressed',
  'vizora_metrics_failed',
  'vizora_organizations_configured',
  'vizora_pm2_process_memory_limit_bytes',
  'vizora_pm2_process_resident_memory_bytes',
  'vizora_pm2_process_restarts',
  'vizora_pm2_process_start_timestamp_seconds',
  'vizora_pm2_process_status',
  'vizora_pm2_up',
  'vizora_probe_duration_seconds',
  'vizora_probe_success',
  'vizora_probe_timestamp_seconds',
  'vizora_remediation_decisions_total',
  'vizora_remediation_escalated',
  'vizora_remediation_in_progress',
  'vizora_remediations_total',
  'vizora_remediator_alerts_undelivered',
  'vizora_remediator_build_info',
  'vizora_remediator_deliveries_total',
  'vizora_remediator_engine_errors_total',
  'vizora_remediator_journal_height',
  'vizora_remediator_last_reconcile_success_timestamp_seconds',
  'vizora_remediator_last_watchdog_timestamp_seconds',
  'vizora_remediator_mode',
  'vizora_remediator_open_episodes',
  'vizora_remediator_reconcile_failures_total',
  'vizora_remediator_stop_active',
];

/** The histograms, each of which has three series. */
export const OUR_HISTOGRAMS: readonly string[] = ['vizora_api_request_duration_seconds'];

/** All that a rule or a panel may name, recorded metrics aside. */
export const KNOWN_METRICS: readonly string[] = [
  ...OF_PROMETHEUS,
  ...OUR_METRICS,
  ...OUR_HISTOGRAMS.flatMap((name) => [`${name}_bucket`, `${name}_sum`, `${name}_count`]),
];
