import { AGENTS, INCIDENTS } from '../../core/incidents.ts';

const ORGS = 50;
export const orgs = Array.from({ length: ORGS }, (_, index) => `org-${index}`);

const line = (name: string, labels: Readonly<Record<string, string | number>>, value: number) =>
  `${name}{${Object.entries(labels)
    .map(([key, it]) => `${key}="${it}"`)
    .join(',')}} ${value}`;

/** What an exporter shows that knows so many open incidents, of all types alike, in fifty organisations. */
export function exporterText(incidents: number, now: number): string {
  const types = Object.entries(INCIDENTS);
  const open = Array.from({ length: incidents }, (_, index) => {
    const [incident, { agent }] = types[index % types.length] ?? ['', { agent: '' }];
    const org = orgs[index % ORGS] ?? '';
    const id = `c${index.toString(36).padStart(24, '0')}`;
    const where = { org, org_class: 'customer', site: `site-${index % 500}` };
    return { agent, incident, ...where, target_kind: 'display', target_id: id, target: `Display ${index}` };
  });
  return [
    ...open.map((labels) => line('vizora_incident_active', labels, 1)),
    ...open.map((labels) => line('vizora_incident_since_timestamp_seconds', labels, now / 1_000 - 1_800)),
    ...AGENTS.flatMap((agent) => [
      line('vizora_agent_interval_seconds', { agent }, 300),
      line('vizora_agent_last_run_timestamp_seconds', { agent }, now / 1_000),
    ]),
    ...types.flatMap(([incident, { agent }]) => [
      line('vizora_check_available', { agent, incident }, 1),
      ...orgs.map((org) => line('vizora_agent_scan_complete', { agent, incident, org }, 1)),
    ]),
    ...['middleware', 'realtime', 'web'].flatMap((service) => [
      line('vizora_probe_success', { service }, 1),
      line('vizora_probe_timestamp_seconds', { service }, now / 1_000),
    ]),
    ...orgs.flatMap((org) => [
      line('vizora_organization_info', { org, org_class: 'customer' }, 1),
      line('vizora_organization_reachable', { org }, 1),
      line('vizora_account_logged_in', { org }, 1),
      line('vizora_account_login_stopped', { org }, 0),
      line('vizora_scan_last_success_timestamp_seconds', { org, resource: 'displays' }, now / 1_000),
      line('vizora_storage_used_bytes', { org }, 6e9),
      line('vizora_storage_quota_bytes', { org }, 1e10),
      line('vizora_storage_used_ratio', { org, target_kind: 'organization', target_id: org }, 0.6),
      ...['online', 'offline', 'error', 'dormant'].map((state) =>
        line('vizora_displays', { org, state }, 40),
      ),
    ]),
    '',
  ].join('\n');
}

const PATHS = 100;
const STATUSES = [200, 400, 500];
const BUCKETS = ['0.01', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'];

/** What an API shows that was asked for everything it offers. */
export function middlewareText(now: number): string {
  const labels = Array.from({ length: PATHS }, (_, path) =>
    STATUSES.map((status) => ({ method: 'GET', path: `/api/v1/path-${path}`, status })),
  ).flat();
  const count = Math.floor(now / 1_000) % 1_000_000;
  return [
    line('process_start_time_seconds', { app: 'vizora-middleware' }, now / 1_000 - 864_000),
    ...labels.map((it) => line('vizora_http_requests_total', it, count)),
    ...labels.flatMap((it) =>
      BUCKETS.map((le) => line('vizora_http_request_duration_seconds_bucket', { ...it, le }, count)),
    ),
    '',
  ].join('\n');
}
