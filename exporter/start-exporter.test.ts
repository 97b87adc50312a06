import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../core/clock.ts';
import { loadConfig } from '../core/config/load.ts';
import { createLog } from '../core/log.ts';
import { type RunningExporter, startExporter } from './start-exporter.ts';

const root = join(import.meta.dirname, '..');

/** A small healthy platform on real sockets, to which a test does what it is about. */
async function startPlatform() {
  const state = {
    api: 'up' as 'up' | 'fails',
    loggedOut: 0,
    status: { systemStatus: 'unknown', message: 'No ops data available' } as Record<string, unknown>,
    schedules: [schedule('c0000000000000000000lunch', null)],
    processes: [
      pm2Process('vizora-middleware', 0),
      pm2Process('vizora-realtime', 1),
      pm2Process('vizora-web', 2),
    ],
  };
  const json = (body: unknown, status = 200): RequestListener => {
    return (_, response) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
  };
  const enveloped = (data: unknown, status = 200) => json({ success: true, data }, status);
  const listOf = (...items: object[]) => enveloped({ data: items, meta: { total: items.length } });
  const user = { organization: { slug: 'acme', name: 'Acme' } };
  const api: Record<string, () => RequestListener> = {
    'GET /api/v1/health/live': () => enveloped({ status: 'ok' }),
    'GET /api/v1/health/ready': () => enveloped({ status: 'ok' }),
    'POST /api/v1/auth/login': () => enveloped({ access_token: 't', expiresIn: 3600, user }, 201),
    'GET /api/v1/auth/me': () => enveloped({ user }),
    'POST /api/v1/health/ops-status': () => (request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        state.status = JSON.parse(text);
        enveloped({ status: 'ok' }, 201)(request, response);
      });
    },
    'GET /api/v1/health/ops-status': () => enveloped(state.status),
    'POST /api/v1/auth/logout': () => {
      state.loggedOut += 1;
      return json({ success: true, message: 'Logged out successfully' }, 201);
    },
    'GET /api/v1/schedules': () =>
      state.api === 'up'
        ? enveloped({ data: state.schedules, meta: { total: state.schedules.length } })
        : json({ statusCode: 500, message: 'Internal server error' }, 500),
    'GET /api/v1/admin/organizations': () =>
      enveloped({ data: [knownOrganisation('acme', 4), knownOrganisation('beta', 7)], total: 2 }),
    'GET /api/v1/displays': () => listOf(display('d')),
    'GET /api/v1/display-groups': () => listOf(),
    'GET /api/v1/playlists': () => listOf(playlist('p')),
  };
  const middleware = await serve((request, response) => {
    const route = `${request.method} ${request.url?.split('?')[0]}`;
    (api[route]?.() ?? json({ statusCode: 404, message: `Cannot ${route}` }, 404))(request, response);
  });
  const realtime = await serve((request, response) => {
    const native = '# TYPE heartbeat_total counter\n# TYPE devices_online gauge\ndevices_online{o="x"} 1\n';
    const dependencies = { redis: { status: 'healthy' }, database: { status: 'healthy' } };
    const health = JSON.stringify({ status: 'ok', ready: true, dependencies });
    response.end(request.url === '/api/internal/metrics' ? native : health);
  });
  const web = await serve((request, response) => {
    const page = '<script src="/a.js"></script><link rel="stylesheet" href="/a.css">';
    response.end(request.url === '/' ? page : 'x');
  });
  const pm2Home = mkdtempSync(join(tmpdir(), 'exporter-pm2-'));
  const pm2 = serveProcessList(join(pm2Home, 'rpc.sock'), () => state.processes);
  return {
    state,
    settings: {
      vizora: {
        api_url: middleware.url,
        realtime_url: realtime.url,
        web_url: web.url,
        admin: { email: 'root@example.com', password: { env: 'ACME' } },
      },
      processes: { pm2_home: pm2Home },
      organisations: { acme: { reader: { email: 'viewer@acme.example.com', password: { env: 'ACME' } } } },
    },
    close() {
      for (const { server } of [middleware, realtime, web]) {
        server.closeAllConnections();
        server.close();
      }
      pm2.close();
      rmSync(pm2Home, { recursive: true, force: true });
    },
  };
}
type Platform = Awaited<ReturnType<typeof startPlatform>>;

async function serve(handler: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** What listens where the PM2 daemon does, with the libraries that it is made of. */
function serveProcessList(socketPath: string, list: () => unknown): { close(): void } {
  const require = createRequire(import.meta.url);
  const socket = require('pm2-axon').socket('rep');
  socket.bind(socketPath);
  const { Server: RpcServer } = require('pm2-axon-rpc');
  new RpcServer(socket).expose({
    getMonitorData: (_: unknown, done: (error: null, answer: unknown) => void) => done(null, list()),
  });
  return socket;
}

function schedule(id: string, endDate: string | null) {
  return {
    id,
    name: 'Lunch',
    isActive: true,
    startDate: '2026-01-01T00:00:00.000Z',
    endDate,
    startTime: null,
    endTime: null,
    daysOfWeek: [1],
    priority: 0,
    playlistId: 'p',
    displayId: 'd',
    displayGroupId: null,
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}

function knownOrganisation(slug: string, displays: number) {
  return { id: slug, slug, name: slug, subscriptionStatus: 'active', _count: { displays, content: 0 } };
}

/** Heard of at this moment. */
function display(id: string) {
  const at = new Date().toISOString();
  return {
    id,
    deviceIdentifier: id,
    nickname: 'Lobby left',
    location: 'HQ Lobby',
    status: 'online',
    timezone: 'UTC',
    lastHeartbeat: at,
    isDisabled: false,
    currentPlaylistId: 'p',
    pairedAt: '2026-01-01T00:00:00.000Z',
    unpairedAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: at,
  };
}

function playlist(id: string) {
  const items = [{ contentId: 'c', content: { status: 'active', name: 'Soup' } }];
  return { id, name: 'Menu', updatedAt: '2026-01-01T00:00:00.000Z', items };
}

function pm2Process(name: string, id: number) {
  return {
    name,
    pm_id: id,
    pid: 100 + id,
    pm2_env: { status: 'online', exec_mode: 'fork_mode', pm_uptime: 1 },
    monit: { memory: 1 },
  };
}

const EVERY_SECOND = { interval: '1s' };

function configFile(folder: string, platform: Platform): string {
  const file = join(folder, 'vizora-ops.yaml');
  const exporter = {
    listen: '127.0.0.1:0',
    data_dir: join(folder, 'data'),
    // How full the disk of this machine is, is not what this is about.
    disks: [],
    agents: {
      'health-guardian': { ...EVERY_SECOND, probe_interval: '1s' },
      'schedule-doctor': EVERY_SECOND,
      'ops-reporter': EVERY_SECOND,
    },
  };
  // Looks every second would be stretched to stay within the hour.
  const vizora = { ...platform.settings.vizora, request_budget: { per_hour: 100_000 } };
  const notifications = { slack_webhook_url: { env: 'SLACK' } };
  writeFileSync(file, JSON.stringify({ ...platform.settings, vizora, exporter, notifications }));
  return file;
}

async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    assert.ok(Date.now() < deadline, `waited too long for ${look}`);
    await delay(50);
  }
}

describe('the exporter', () => {
  let platform: Platform;
  let folder: string;
  let exporter: RunningExporter;
  before(async () => {
    platform = await startPlatform();
    folder = mkdtempSync(join(tmpdir(), 'exporter-'));
    exporter = await start();
  });
  after(async () => {
    await exporter.close();
    platform.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (log = createLog('test', 'silent')) =>
    startExporter({
      config: loadConfig(configFile(folder, platform), {}),
      env: { ACME: 'secret', SLACK: 'http://127.0.0.1:1/services/nobody' },
      // Pauses within a look are not what this is about.
      clock: { now: () => Date.now(), sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 20), signal) },
      log,
      random: () => 0,
    });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(exporter.url + path, { headers });
  const metrics = async () => (await get('/metrics')).text();
  type Listed = {
    incident: string;
    target_kind: string;
    target_id: string;
    state: string;
    org_class: string;
  };
  const incidents = async (query = '') =>
    ((await (await get(`/api/v1/incidents${query}`)).json()) as { incidents: Listed[] }).incidents;
  const states = async () => (await incidents()).map(({ incident, state }) => `${incident} ${state}`).sort();

  it('answers 503 until every agent has looked, when there is nothing to restore', async () => {
    const response = await get('/metrics');
    assert.equal(response.status, 503);
    assert.match(await response.text(), /no first look yet of health-guardian, .*schedule-doctor/);
    assert.equal((await get('/api/v1/incidents')).status, 503);
    assert.equal((await get('/-/ready')).status, 503);
    assert.equal((await get('/-/healthy')).status, 200);
    await until(async () => (await get('/-/ready')).status === 200);
  });

  it('finds nothing wrong with a healthy platform', async () => {
    await until(async () =>
      /^vizora_agent_last_success_timestamp_seconds\{agent="health-guardian"\}/m.test(await metrics()),
    );
    assert.deepEqual(await incidents(), []);
    const body = await metrics();
    for (const line of [
      'vizora_pm2_up 1',
      'vizora_probe_success{service="web"} 1',
      'vizora_service_ready{service="middleware"} 1',
      'vizora_dependency_up{dependency="redis",seen_by="realtime"} 1',
      'vizora_agent_interval_seconds{agent="schedule-doctor"} 1',
      'vizora_agent_scan_complete{agent="schedule-doctor",incident="schedule_past_end",org="acme"} 1',
      'vizora_agent_verdicts{agent="schedule-doctor",incident="schedule_past_end",verdict="good"} 1',
      'vizora_account_login_stopped{org="acme"} 0',
      'vizora_exporter_state_restored 1',
      'vizora_displays{org="acme",state="online"} 1',
      'vizora_displays_online_seen 1',
      'vizora_realtime_devices_online 1',
    ]) {
      assert.ok(body.includes(`${line}\n`), line);
    }
  });

  it('tells what the platform offers of what is needed, and which organisations nobody looks at', async () => {
    const body = await until(async () => {
      const page = await metrics();
      return page.includes('\nvizora_self_check_timestamp_seconds ') && page.includes('_known 2')
        ? page
        : null;
    });
    for (const line of [
      'vizora_platform_route_available{route="GET /api/v1/schedules"} 1',
      'vizora_platform_route_available{route="GET /api/v1/content"} 0',
      'vizora_check_available{agent="schedule-doctor",incident="schedule_past_end"} 1',
      'vizora_check_available{agent="content-lifecycle",incident="content_too_large"} 0',
      'vizora_action_available{action="archive_content"} 0',
      'vizora_organizations_unwatched 1',
      'vizora_displays_unwatched 7',
      'vizora_organization_watched{org="beta",org_class="none"} 0',
      'vizora_account_logged_in{org="platform"} 1',
      'vizora_organization_reachable{org="acme"} 1',
    ]) {
      assert.ok(body.includes(`${line}\n`), line);
    }
  });

  it('keeps the status page of the platform up to date, and does not call well what nobody can tell', async () => {
    await until(async () => /^vizora_status_last_delivered_timestamp_seconds /m.test(await metrics()));
    assert.deepEqual(Object.keys(platform.state.status), [
      ...['systemStatus', 'lastUpdated', 'lastRun', 'incidents', 'recentRemediations', 'agentResults'],
    ]);
    assert.equal(platform.state.status['systemStatus'], 'DEGRADED');
    const body = await metrics();
    for (const line of [
      'vizora_system_status{status="UNKNOWN"} 1',
      'vizora_system_status{status="HEALTHY"} 0',
      'vizora_notification_channel_configured{channel="slack"} 1',
      'vizora_notification_channel_configured{channel="email"} 0',
      'vizora_agent_verdicts{agent="ops-reporter",incident="channel_not_configured",verdict="good"} 1',
    ]) {
      assert.ok(body.includes(`${line}\n`), line);
    }
  });

  it('serves metrics that a linter has nothing to say about, in both formats, compressed or not', async (t) => {
    const open = await get('/metrics', { Accept: 'application/openmetrics-text;version=1.0.0' });
    assert.match(open.headers.get('content-type') ?? '', /^application\/openmetrics-text; version=1\.0\.0/);
    assert.ok((await open.text()).endsWith('\n# EOF\n'));
    assert.equal(
      (await get('/metrics', { 'Accept-Encoding': 'gzip' })).headers.get('content-encoding'),
      'gzip',
    );
    const programs = join(root, '.vizora-ops', 'programs.json');
    if (!existsSync(programs)) return t.skip('promtool is not prepared');
    const { promtool } = JSON.parse(readFileSync(programs, 'utf8'));
    const said = execFileSync(promtool.command, ['check', 'metrics'], {
      input: await metrics(),
      env: { ...process.env, ...promtool.env },
      encoding: 'utf8',
    });
    assert.equal(said, '');
  });

  it('finds a schedule past its end and an errored process, and tells by API, metric and page', async () => {
    platform.state.schedules = [schedule('c0000000000000000000lunch', '2026-02-01T00:00:00.000Z')];
    platform.state.processes[2] = {
      ...pm2Process('vizora-web', 2),
      pm2_env: { status: 'errored', exec_mode: 'fork_mode', pm_uptime: 1 },
    };
    await until(async () => (await states()).length === 2);
    assert.deepEqual(await states(), ['process_errored open', 'schedule_past_end open']);
    const [found] = await incidents('?incident=schedule_past_end&org=acme&state=open');
    assert.deepEqual(
      [found?.target_kind, found?.target_id, found?.org_class],
      ['schedule', 'c0000000000000000000lunch', 'customer'],
    );
    assert.deepEqual(await incidents('?org=beta'), []);
    assert.equal((await get('/api/v1/incidents?state=fine')).status, 400);
    assert.equal((await get('/api/v1/incidents?limit=5')).status, 400);
    const body = await metrics();
    assert.match(body, /^vizora_incident_active\{agent="schedule-doctor".*target="Lunch"\} 1$/m);
    assert.match(body, /^vizora_incident_since_timestamp_seconds\{.*schedule_past_end.*\} 1769904000$/m);
    assert.match(await (await get('/')).text(), /process_errored/);
  });

  it('holds everything through a restart while the platform cannot be read, from the first scrape on', async () => {
    await exporter.close();
    assert.equal(platform.state.loggedOut, 2, 'the reader and the super admin');
    platform.state.api = 'fails';
    platform.state.processes = null as never;
    exporter = await start();
    const first = await get('/metrics');
    assert.equal(first.status, 200);
    const body = await first.text();
    assert.equal(body.match(/^vizora_incident_active\{.*\} 1$/gm)?.length, 2);
    assert.equal(body.match(/^vizora_incident_unverified\{.*\} 1$/gm)?.length, 2);
    await until(async () => /scan_complete\{agent="schedule-doctor".*\} 0/.test(await metrics()));
    assert.deepEqual(await states(), ['process_errored unverified', 'schedule_past_end unverified']);
  });

  it('resolves what it sees good again, and shows that as 0', async () => {
    platform.state.api = 'up';
    platform.state.schedules = [];
    platform.state.processes = [0, 1, 2].map((id) =>
      pm2Process(['vizora-middleware', 'vizora-realtime', 'vizora-web'][id] ?? '', id),
    );
    await until(async () => (await states()).every((state) => state.endsWith('resolved')));
    assert.equal((await metrics()).match(/^vizora_incident_active\{.*\} 0$/gm)?.length, 2);
  });

  it('says once at its start what is not configured', async () => {
    await exporter.close();
    const said: string[] = [];
    exporter = await start(createLog('test', 'info', { write: (line) => void said.push(line) }));
    const lines = said.filter((line) => line.includes('what is not configured is not looked at'));
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).off),
      [
        [
          'vizora.database_url',
          'vizora.redis_url',
          'vizora.public_web_url',
          'vizora.public_api_url',
          'vizora.s3_endpoint',
          'exporter.backups',
        ],
      ],
    );
  });

  it('leaves nothing behind that would keep the process alive', async () => {
    await exporter.close();
    await until(async () => !process.getActiveResourcesInfo().includes('Timeout'));
    exporter = await start();
  });
});
