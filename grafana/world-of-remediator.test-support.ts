import { ago, type Course, growing, histogram, steady } from './courses.test-support.ts';

const PHASE = 'vizora_remediation_phase_duration_seconds';
const REPAIR = 'vizora_remediation_repair_duration_seconds';
const REPAIR_BOUNDS = ['60', '300', '900', '1800', '3600'];
const PHASE_BOUNDS = ['1', '5', '15', '60', '300', '1800'];

/** What the remediator would say. */
export const remediator: readonly [string, Course][] = [
  ['vizora_remediator_build_info{version="0.1.0",nodeversion="v24.21.0"}', steady(1)],
  ['vizora_metrics_failed', steady(0)],
  ...['off', 'observe', 'approve', 'act'].map((mode): [string, Course] => [
    `vizora_remediator_mode{mode="${mode}"}`,
    steady(mode === 'act' ? 1 : 0),
  ]),
  ['vizora_remediator_stop_active{source="file"}', steady(0)],
  ['vizora_remediator_stop_active{source="command"}', steady(0)],
  ['vizora_remediator_maintenance_active{source="window"}', steady(1)],
  ['vizora_remediator_maintenance_active{source="announced"}', steady(0)],
  ['vizora_remediator_open_episodes', steady(3)],
  ['vizora_remediator_last_watchdog_timestamp_seconds', ago(45)],
  ['vizora_remediator_last_reconcile_success_timestamp_seconds', ago(20)],
  ['vizora_remediator_journal_height', steady(4_321)],
  ['vizora_remediator_journal_head', steady(99)],
  ['vizora_remediator_journal_intact', steady(1)],
  ['vizora_remediator_journal_verified_timestamp_seconds', ago(40_000)],
  ['vizora_remediator_alerts_undelivered', steady(2)],
  ['vizora_remediator_alerts_total{status="firing"}', growing(24)],
  ['vizora_remediator_alerts_total{status="resolved"}', growing(12)],
  ['vizora_remediator_deliveries_total{code="200"}', growing(120)],
  ['vizora_remediator_deliveries_total{code="401"}', growing(0)],
  ['vizora_remediator_engine_errors_total', growing(1)],
  ['vizora_remediator_announcements_failed_total', growing(2)],
  ['vizora_remediator_reconcile_failures_total', growing(36)],
  ['vizora_remediations_total{action="restart_process",outcome="fixed"}', growing(2)],
  ['vizora_remediations_total{action="restart_process",outcome="not_fixed"}', growing(0)],
  ['vizora_remediations_total{action="deactivate_schedule",outcome="fixed"}', growing(1)],
  ['vizora_remediations_total{action="reconnect_display",outcome="failed"}', growing(1)],
  ['vizora_remediations_total{action="reconnect_display",outcome="refused"}', growing(5)],
  ['vizora_remediation_decisions_total{action="restart_process",reason="act"}', growing(2)],
  ['vizora_remediation_decisions_total{action="reconnect_display",reason="cooldown"}', growing(3)],
  ['vizora_remediation_decisions_total{action="trim_logs",reason="observe"}', growing(0)],
  [
    'vizora_remediation_in_progress{action="restart_process",target_kind="process",target_id="vizora-middleware"}',
    steady(1),
  ],
  [
    'vizora_remediation_in_progress{action="restart_process",target_kind="process",target_id="vizora-web"}',
    steady(1),
  ],
  [
    'vizora_remediation_escalated{org="acme",incident="schedule_past_end",target_kind="schedule",target_id="s1",action="deactivate_schedule",reason="attempts_exhausted"}',
    steady(1),
  ],
  ['vizora_remediation_mass_failure_active{org="acme",action="reset_display"}', steady(1)],
  ['vizora_remediation_proposals_waiting{action="archive_content"}', steady(4)],
  ['vizora_remediation_proposals_waiting{action="restart_process"}', steady(0)],
  ['vizora_remediation_budget_left{action="all",window="hour"}', steady(8)],
  ['vizora_remediation_budget_left{action="all",window="day"}', steady(38)],
  ['vizora_remediation_budget_left{action="restart_process",window="hour"}', steady(0)],
  ['vizora_remediation_budget_left{action="restart_process",window="day"}', steady(6)],
  [
    'vizora_remediation_recent_ended_timestamp_seconds{id="r7",action="reconnect_display",incident="display_offline",org="acme",target_kind="display",target_id="d1",outcome="failed"}',
    ago(1_000),
  ],
  [
    'vizora_remediation_recent_ended_timestamp_seconds{id="r8",action="restart_process",incident="service_down",org="platform",target_kind="process",target_id="vizora-web",outcome="fixed"}',
    ago(500),
  ],
  ['vizora_remediation_silence_end_timestamp_seconds{silence_id="s1",created_by="ada"}', ago(-1_800)],
  ['vizora_remediation_silence_end_timestamp_seconds{silence_id="s2",created_by="over"}', ago(60)],
  ['vizora_remediations_undone_total{action="archive_content"}', growing(6)],
  ['vizora_remediations_undone_total{action="restart_process"}', growing(0)],
  ['vizora_remediation_recent_duration_seconds{id="r7"}', steady(61)],
  ['vizora_remediation_recent_duration_seconds{id="r8"}', steady(75)],
  ...histogram(REPAIR, 'action="restart_process"', REPAIR_BOUNDS, '300', 12, 1_200),
  ...histogram(PHASE, 'action="restart_process",phase="act"', PHASE_BOUNDS, '5', 12, 36),
  ...histogram(PHASE, 'action="restart_process",phase="verify"', PHASE_BOUNDS, '300', 12, 900),
  ...histogram(PHASE, 'action="restart_process",phase="alert"', PHASE_BOUNDS, '1', 0, 0),
];
