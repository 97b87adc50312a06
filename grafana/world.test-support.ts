/** The moment at which panels are asked, in seconds. */
export const NOW = Date.UTC(2026, 2, 2, 12) / 1_000;

const MINUTE = 60;
const HOUR = 3_600;
/** Since when counters grow: longer than any panel looks back, by an hour. */
const HOURS = 25;

/** The samples of one series, the oldest first. */
export interface Series {
  readonly name: string;
  readonly samples: readonly (readonly [at: number, value: number])[];
}

type Course = (at: number) => number | null;

const minutes = Array.from(
  { length: (HOURS * HOUR) / MINUTE + 1 },
  (_, index) => NOW - HOURS * HOUR + index * MINUTE,
);

/** The same for the last hour. */
const steady =
  (value: number): Course =>
  (at) =>
    at >= NOW - HOUR ? value : null;
/** A counter that grows alike all the time. */
const growing =
  (perHour: number): Course =>
  (at) =>
    (perHour * (at - (NOW - HOURS * HOUR))) / HOUR;
/** Each value from so many minutes ago on; null is no series. */
const steps =
  (...all: readonly (readonly [minutesAgo: number, value: number | null])[]): Course =>
  (at) =>
    all.findLast(([ago]) => at >= NOW - ago * MINUTE)?.[1] ?? null;
const ago = (seconds: number): Course => steady(NOW - seconds);

const labels = (all: Readonly<Record<string, string>>) =>
  Object.entries(all)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');

const incident = (agent: string, type: string, org: string, site: string, target: string, name: string) => {
  const [target_kind = '', target_id = ''] = target.split('/');
  const org_class = org === 'platform' ? 'none' : 'customer';
  return labels({ agent, incident: type, org, org_class, site, target_kind, target_id, target: name });
};

const lobby = incident('fleet-manager', 'display_offline', 'acme', 'berlin', 'display/d1', 'Lobby');
const door = incident('fleet-manager', 'display_offline', 'acme', 'berlin', 'display/d2', 'Door');
const berlin = incident('fleet-manager', 'site_offline', 'acme', 'berlin', 'site/berlin', 'berlin');
const bar = incident('fleet-manager', 'display_without_content', 'globex', 'none', 'display/d9', 'Bar');
const api = incident(
  'health-guardian',
  'service_down',
  'platform',
  'none',
  'service/middleware',
  'middleware',
);
const worker = incident(
  'health-guardian',
  'process_errored',
  'platform',
  'none',
  'process/vizora-web:3',
  'vizora-web',
);
const summer = incident('schedule-doctor', 'schedule_past_end', 'acme', 'none', 'schedule/s1', 'Summer');

const open = (of: string, seen: number, stands: number): [string, Course][] => [
  [`vizora_incident_active{${of}}`, steady(1)],
  [`vizora_incident_opened_timestamp_seconds{${of}}`, ago(seen)],
  [`vizora_incident_since_timestamp_seconds{${of}}`, ago(stands)],
];

const histogram = (
  name: string,
  of: string,
  bounds: readonly string[],
  within: string,
  perHour: number,
  sumPerHour: number,
): [string, Course][] => {
  const and = of === '' ? '' : `${of},`;
  const braced = of === '' ? '' : `{${of}}`;
  return [
    ...[...bounds, '+Inf'].map((le, index): [string, Course] => [
      `${name}_bucket{${and}le="${le}"}`,
      growing(index >= bounds.indexOf(within) ? perHour : 0),
    ]),
    [`${name}_count${braced}`, growing(perHour)],
    [`${name}_sum${braced}`, growing(sumPerHour)],
  ];
};

const PHASE = 'vizora_remediation_phase_duration_seconds';
const PHASE_BOUNDS = ['1', '5', '15', '60', '300', '1800'];

const exporter: readonly [string, Course][] = [
  ['vizora_exporter_build_info{version="0.1.0",nodeversion="v24.21.0"}', steps([1, 1])],
  ['vizora_exporter_build_info{version="0.0.9",nodeversion="v24.21.0"}', steps([60, 1], [1, null])],
  ['vizora_exporter_state_restored', steady(1)],
  ['vizora_exporter_store_failures_total', growing(24)],
  ['vizora_metrics_failed', steady(1)],
  ['vizora_system_status{status="HEALTHY"}', steady(0)],
  ['vizora_system_status{status="DEGRADED"}', steady(1)],
  ['vizora_system_status{status="CRITICAL"}', steady(0)],
  ['vizora_system_status{status="UNKNOWN"}', steady(0)],
  ['vizora_system_status_since_timestamp_seconds', ago(7_200)],
  ...open(lobby, 1_200, 1_500),
  [`vizora_incident_active{${door}}`, steps([60, 1], [10, 0])],
  [
    `vizora_incident_opened_timestamp_seconds{${door}}`,
    steps([600, NOW - 36_000], [300, NOW - 18_000], [60, NOW - 3_600], [10, null]),
  ],
  ...open(berlin, 300, 310),
  ...open(bar, 86_400, 90_000),
  [`vizora_incident_unverified{${bar}}`, steady(1)],
  ...open(api, 40, 50),
  ...open(worker, 41, 51),
  ...open(summer, 1_800, 172_800),
  ['vizora_incidents{agent="fleet-manager",incident="display_offline",org="acme",state="open"}', steady(1)],
  [
    'vizora_incidents{agent="fleet-manager",incident="display_offline",org="acme",state="unverified"}',
    steady(2),
  ],
  [
    'vizora_incidents{agent="fleet-manager",incident="display_offline",org="acme",state="resolved"}',
    steady(4),
  ],
  ['vizora_incidents_suppressed{agent="fleet-manager",incident="display_error"}', steady(17)],
  ['vizora_incidents_suppressed{agent="fleet-manager",incident="display_offline"}', steady(0)],
  ['vizora_incidents_opened_total{agent="fleet-manager",incident="display_offline"}', growing(36)],
  [
    'vizora_incidents_resolved_total{agent="fleet-manager",incident="display_offline",resolution="seen_good"}',
    growing(12),
  ],
  [
    'vizora_incidents_resolved_total{agent="fleet-manager",incident="display_offline",resolution="target_removed"}',
    growing(0),
  ],
  ...(
    [
      'health-guardian',
      'content-lifecycle',
      'fleet-manager',
      'schedule-doctor',
      'ops-reporter',
      'db-maintainer',
    ] as const
  ).flatMap((agent, index): [string, Course][] => [
    [`vizora_agent_enabled{agent="${agent}"}`, steady(index === 5 ? 0 : 1)],
    [`vizora_agent_interval_seconds{agent="${agent}"}`, steady(agent === 'health-guardian' ? 15 : 300)],
    [`vizora_agent_last_run_timestamp_seconds{agent="${agent}"}`, ago(30 + index)],
    [`vizora_agent_last_success_timestamp_seconds{agent="${agent}"}`, ago(60 + index)],
    [`vizora_agent_last_run_duration_seconds{agent="${agent}"}`, steady(index / 2)],
    [`vizora_agent_runs_total{agent="${agent}"}`, growing(12)],
    [`vizora_agent_runs_failed_total{agent="${agent}",reason="threw"}`, growing(index === 1 ? 1 : 0)],
    [`vizora_agent_runs_skipped_total{agent="${agent}"}`, growing(0)],
  ]),
  [
    'vizora_agent_unexamined_total{agent="fleet-manager",incident="display_error",reason="unreadable"}',
    growing(2),
  ],
  ['vizora_agent_verdicts{agent="fleet-manager",incident="display_offline",verdict="bad"}', steady(3)],
  ['vizora_agent_verdicts{agent="fleet-manager",incident="display_offline",verdict="good"}', steady(40)],
  ['vizora_agent_verdicts{agent="schedule-doctor",incident="schedule_past_end",verdict="good"}', steady(5)],
  ['vizora_agent_scan_complete{agent="fleet-manager",incident="display_offline",org="acme"}', steady(1)],
  ['vizora_agent_scan_complete{agent="fleet-manager",incident="display_offline",org="globex"}', steady(0)],
  ['vizora_agent_scan_complete{agent="schedule-doctor",incident="schedule_past_end",org="acme"}', steady(1)],
  ['vizora_agent_scan_complete{agent="health-guardian",incident="service_down",org="platform"}', steady(1)],
  ['vizora_probe_success{service="middleware"}', steady(0)],
  ['vizora_probe_success{service="realtime"}', steady(1)],
  ['vizora_probe_duration_seconds{service="middleware"}', steady(5)],
  ['vizora_probe_duration_seconds{service="realtime"}', steady(0.02)],
  ['vizora_probe_timestamp_seconds{service="realtime"}', ago(12)],
  ['vizora_probe_tls_earliest_cert_expiry_timestamp_seconds{target="web"}', ago(-864_000)],
  ['vizora_service_ready{service="realtime"}', steady(1)],
  ['vizora_dependency_up{dependency="redis",seen_by="realtime"}', steady(0)],
  ['vizora_dependency_up{dependency="redis",seen_by="own"}', steady(1)],
  ['vizora_pm2_up', steady(1)],
  ['vizora_pm2_process_status{name="vizora-web",pm_id="3",status="errored"}', steady(1)],
  ['vizora_pm2_process_status{name="vizora-realtime",pm_id="2",status="online"}', steady(1)],
  ['vizora_pm2_process_restarts{name="vizora-web",pm_id="3"}', growing(12)],
  ['vizora_pm2_process_restarts{name="vizora-realtime",pm_id="2"}', steady(7)],
  [
    'vizora_pm2_process_start_timestamp_seconds{name="vizora-realtime",pm_id="2"}',
    steps([60, NOW - 90_000], [1, NOW - 45]),
  ],
  ['vizora_pm2_process_resident_memory_bytes{name="vizora-realtime",pm_id="2"}', steady(300_000_000)],
  ['vizora_pm2_process_memory_limit_bytes{name="vizora-realtime",pm_id="2"}', steady(400_000_000)],
  ['vizora_pm2_process_memory_limit_bytes{name="vizora-web",pm_id="3"}', steady(500_000_000)],
  ['vizora_organizations_known', steady(4)],
  ['vizora_organizations_known_timestamp_seconds', ago(700)],
  ['vizora_organizations_unwatched', steady(1)],
  ['vizora_displays_unwatched', steady(13)],
  ['vizora_organization_watched{org="initech",org_class="none"}', steady(0)],
  ['vizora_organization_watched{org="acme",org_class="customer"}', steady(1)],
  ['vizora_organization_info{org="acme",org_class="customer"}', steady(1)],
  ['vizora_organization_info{org="globex",org_class="test"}', steady(1)],
  ['vizora_organization_reachable{org="acme"}', steady(1)],
  ['vizora_organization_reachable{org="globex"}', steady(0)],
  ['vizora_account_logged_in{org="acme"}', steady(1)],
  ['vizora_account_logged_in{org="globex"}', steady(0)],
  ['vizora_account_login_stopped{org="acme"}', steady(0)],
  ['vizora_account_login_stopped{org="globex"}', steady(1)],
  ['vizora_account_failed_logins{org="acme"}', steady(0)],
  ['vizora_account_failed_logins{org="globex"}', steady(3)],
  ['vizora_scan_complete{org="acme",resource="displays"}', steady(1)],
  ['vizora_scan_complete{org="globex",resource="displays"}', steady(0)],
  ['vizora_scan_items{org="acme",resource="displays"}', steady(21)],
  ['vizora_scan_items{org="globex",resource="displays"}', steady(100)],
  ['vizora_scan_total_items{org="acme",resource="displays"}', steady(21)],
  ['vizora_scan_total_items{org="globex",resource="displays"}', steady(140)],
  ['vizora_scan_duration_seconds{org="acme",resource="displays"}', steady(0.4)],
  ['vizora_scan_last_success_timestamp_seconds{org="acme",resource="displays"}', ago(120)],
  ['vizora_scan_last_success_timestamp_seconds{org="globex",resource="displays"}', ago(9_000)],
  ...Object.entries({
    online: 12,
    offline: 3,
    error: 1,
    dormant: 2,
    never_seen: 1,
    pairing: 1,
    disabled: 1,
    unknown: 0,
  }).map(([state, count]): [string, Course] => [
    `vizora_displays{org="acme",state="${state}"}`,
    steady(count),
  ]),
  ...Object.entries({
    online: 4,
    offline: 0,
    error: 0,
    dormant: 0,
    never_seen: 0,
    pairing: 0,
    disabled: 0,
    unknown: 5,
  }).map(([state, count]): [string, Course] => [
    `vizora_displays{org="globex",state="${state}"}`,
    steady(count),
  ]),
  ...Object.entries({ 60: 10, 150: 13, 900: 14, 3600: 15, 86400: 16, 604800: 16, '+Inf': 18 }).map(
    ([bound, count]): [string, Course] => [
      `vizora_displays_heartbeat_age{org="acme",up_to="${bound}"}`,
      steady(count),
    ],
  ),
  ['vizora_displays_online_seen', steady(16)],
  ['vizora_realtime_devices_online', steady(15)],
  ['vizora_realtime_heartbeats_total{success="true"}', growing(7_200)],
  ['vizora_realtime_heartbeats_total{success="false"}', growing(360)],
  ['vizora_content_items{org="acme",status="active"}', steady(50)],
  ['vizora_content_items{org="acme",status="archived"}', steady(8)],
  ['vizora_content_items{org="globex",status="active"}', steady(6)],
  ['vizora_content_items{org="acme",status="draft"}', steady(0)],
  ['vizora_content_details_wanted{org="acme"}', steady(9)],
  ['vizora_storage_used_bytes{org="acme"}', steady(85)],
  ['vizora_storage_quota_bytes{org="acme"}', steady(100)],
  ['vizora_storage_used_ratio{org="acme",target_kind="organization",target_id="acme"}', steady(0.85)],
  ['vizora_storage_used_ratio{org="platform",target_kind="host",target_id="/var"}', steady(0.61)],
  ['vizora_disk_available_bytes{folder="/var"}', steady(39_000)],
  ['vizora_clock_skew_seconds{party="api"}', steady(-4)],
  ['vizora_clock_skew_seconds{party="database"}', steady(1)],
  ['vizora_database_up', steady(1)],
  ['vizora_database_connections', steady(30)],
  ['vizora_database_connections_max', steady(97)],
  ['vizora_database_size_bytes', steady(5_000_000)],
  ['vizora_database_longest_transaction_seconds', steady(11)],
  ['vizora_database_replication_lag_seconds', steady(2)],
  ['vizora_table_live_rows{table="devices"}', steady(75)],
  ['vizora_table_dead_rows{table="devices"}', steady(25)],
  ['vizora_table_last_vacuum_timestamp_seconds{table="devices"}', ago(32_400)],
  ['vizora_table_last_analyze_timestamp_seconds{table="devices"}', ago(32_500)],
  ['vizora_redis_up', steady(0)],
  ['vizora_redis_memory_used_bytes', steady(64)],
  ['vizora_redis_memory_max_bytes', steady(256)],
  ['vizora_redis_connected_clients', steady(5)],
  ['vizora_redis_keys', steady(1_234)],
  ['vizora_redis_evicted_keys_total', growing(60)],
  ['vizora_log_bytes{app="vizora-web"}', steady(777)],
  ['vizora_backup_timestamp_seconds{place="folder"}', ago(28_800)],
  ['vizora_backup_size_bytes{place="folder"}', steady(4_096)],
  ['vizora_backup_checksum_verified{place="folder"}', steady(1)],
  ['vizora_status_last_delivered_timestamp_seconds', ago(200)],
  ['vizora_status_delivery_failures_total{reason="not_there"}', growing(12)],
  ['vizora_report_last_sent_timestamp_seconds{channel="email"}', ago(21_600)],
  ['vizora_notification_channel_configured{channel="email"}', steady(1)],
  ['vizora_notification_channel_configured{channel="slack"}', steady(0)],
  ['vizora_notifications_total{channel="email"}', growing(2)],
  ['vizora_notifications_failed_total{channel="email",reason="refused"}', growing(1)],
  ['vizora_self_check_timestamp_seconds', ago(50_000)],
  ['vizora_check_available{agent="fleet-manager",incident="display_error"}', steady(0)],
  ['vizora_check_available{agent="fleet-manager",incident="display_offline"}', steady(1)],
  ['vizora_action_available{action="reset_display"}', steady(0)],
  ['vizora_action_available{action="restart_process"}', steady(1)],
  ['vizora_platform_route_available{route="PATCH /displays/:id"}', steady(0)],
  ['vizora_api_requests_total{route="displays"}', growing(3_600)],
  ['vizora_api_requests_failed_total{route="displays",reason="timeout"}', growing(12)],
  ...histogram('vizora_api_request_duration_seconds', 'route="displays"', ['1', '2'], '2', 3_600, 5_400),
];

const remediator: readonly [string, Course][] = [
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
  ['vizora_remediation_recent_duration_seconds{id="r7"}', steady(61)],
  ['vizora_remediation_recent_duration_seconds{id="r8"}', steady(75)],
  ...histogram(PHASE, 'action="restart_process",phase="act"', PHASE_BOUNDS, '5', 12, 36),
  ...histogram(PHASE, 'action="restart_process",phase="verify"', PHASE_BOUNDS, '300', 12, 900),
  ...histogram(PHASE, 'action="restart_process",phase="alert"', PHASE_BOUNDS, '1', 0, 0),
];

const middleware: readonly [string, Course][] = [
  ['process_resident_memory_bytes', steps([60, 210], [3, 200])],
  ['nodejs_eventloop_lag_p99_seconds', steps([60, 0.02], [3, 0.01])],
  [
    'vizora_http_requests_total{method="GET",path="/api/v1/displays",status="200",app="vizora-middleware"}',
    growing(5_700),
  ],
  [
    'vizora_http_requests_total{method="GET",path="/api/v1/displays",status="500",app="vizora-middleware"}',
    growing(300),
  ],
  [
    'vizora_http_requests_total{method="GET",path="/api/v1/health/live",status="200",app="vizora-middleware"}',
    growing(9_999),
  ],
  [
    'vizora_http_request_duration_seconds_sum{method="GET",path="/api/v1/displays",app="vizora-middleware"}',
    growing(1_200),
  ],
  [
    'vizora_http_request_duration_seconds_count{method="GET",path="/api/v1/displays",app="vizora-middleware"}',
    growing(6_000),
  ],
];

const realtime: readonly [string, Course][] = [
  ['vizora_realtime_process_resident_memory_bytes', steady(310)],
  ['vizora_realtime_nodejs_eventloop_lag_p99_seconds', steady(0.03)],
  ['http_requests_total{method="POST",path="/api/commands/broadcast",status="201"}', growing(2_700)],
  ['http_requests_total{method="POST",path="/api/commands/broadcast",status="500"}', growing(900)],
  ['http_requests_total{method="GET",path="/api/health/live",status="200"}', growing(9_999)],
  ...histogram(
    'http_request_duration_seconds',
    'path="/api/commands/broadcast"',
    ['0.1', '0.5'],
    '0.5',
    3_600,
    900,
  ),
  ['devices_online{organization_id="o1"}', steady(15)],
];

/** What Prometheus itself makes of it: the rules have tests of their own. */
const recorded: readonly [string, Course][] = [
  ['up{job="vizora_exporter",instance="exporter"}', steady(1)],
  ['up{job="vizora_remediator",instance="remediator"}', steady(1)],
  ['up{job="vizora_middleware",instance="middleware"}', steady(1)],
  ['up{job="vizora_realtime",instance="realtime"}', steady(0)],
  ['vizora:system_status', steady(1)],
  ...[lobby, berlin, bar, api, worker, summer].map((one): [string, Course] => [
    `vizora:incident_active:guarded{${one}}`,
    steady(1),
  ]),
  [`vizora:incident_active:guarded{${door}}`, steady(0)],
  [
    `ALERTS{alertname="DisplayOffline",alertstate="firing",severity="warning",remediation="reconnect_display",${lobby}}`,
    steady(1),
  ],
  [`ALERTS{alertname="DisplayOffline",alertstate="firing",severity="warning",${lobby}}`, steady(1)],
  [`ALERTS{alertname="SiteOffline",alertstate="pending",severity="critical",${berlin}}`, steady(1)],
  [
    `ALERTS{alertname="SchedulePastEnd",alertstate="firing",severity="warning",remediation="deactivate_schedule",${summer}}`,
    steady(1),
  ],
  [
    'ALERTS{alertname="RemediationInProgress",alertstate="firing",severity="none",target_kind="process",target_id="vizora-web"}',
    steady(1),
  ],
];

const ofJob = (job: string, all: readonly [string, Course][]): [string, Course][] =>
  all.map(([series, course]) => {
    const [name = '', rest = ''] = series.split(/\{(.*)\}$/);
    return [
      `${name}{${[rest, labels({ job: `vizora_${job}`, instance: job })].filter(Boolean).join(',')}}`,
      course,
    ];
  });

/** A world in which something is wrong everywhere, with figures that are easily told apart. */
export const world: readonly Series[] = [
  ...ofJob('exporter', exporter),
  ...ofJob('remediator', remediator),
  ...ofJob('middleware', middleware),
  ...ofJob('realtime', realtime),
  ...recorded,
].map(([name, course]) => ({
  name,
  samples: minutes.flatMap((at) => {
    const value = course(at);
    return value === null ? [] : [[at, value] as const];
  }),
}));

/** The world as OpenMetrics, which promtool makes blocks of; series of one metric stand together. */
export function openMetrics(): string {
  const byMetric = Map.groupBy(world, ({ name }) => name.replace(/\{.*/, ''));
  const lines = [...byMetric].flatMap(([metric, series]) => [
    `# TYPE ${metric} unknown`,
    ...series.flatMap(({ name, samples }) => samples.map(([at, value]) => `${name} ${value} ${at}`)),
  ]);
  return `${[...lines, '# EOF'].join('\n')}\n`;
}
