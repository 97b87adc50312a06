import type { Deps } from '../deps.ts';
import { defineRoute } from '../route.ts';

const PATIENCE_MS = 3_000;

interface Look {
  readonly healthy: boolean;
  /** In ms. */
  readonly responseTime: number;
}

async function looked(look: () => Promise<unknown>): Promise<Look> {
  const started = performance.now();
  let healthy = true;
  try {
    await look();
  } catch {
    // Why it failed is not part of the answer.
    healthy = false;
  }
  return { healthy, responseTime: Math.round(performance.now() - started) };
}

async function service(name: string, port: number, path: string) {
  const { healthy, responseTime } = await looked(async () => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`${response.status}`);
  });
  const trouble = healthy ? {} : { error: 'fetch failed' };
  return { name, port, status: healthy ? 'online' : 'offline', responseTime, ...trouble };
}

const services = async ({ database, redis, settings: { ports } }: Deps) => ({
  database: await looked(() => database.rows('SELECT 1')),
  redis: await looked(() => redis.ping()),
  middleware: { name: 'middleware', port: ports.api, status: 'online', responseTime: 0 },
  web: await service('web', ports.web, '/'),
  realtime: await service('realtime', ports.realtime, '/api/health'),
});

const all = defineRoute({
  method: 'get',
  path: '/api/v1/admin/health',
  access: 'super_admin',
  async handle({ deps }) {
    const found = await services(deps);
    const good =
      found.database.healthy &&
      found.redis.healthy &&
      [found.web, found.realtime].every(({ status }) => status === 'online');
    return {
      overall: good ? 'healthy' : 'degraded',
      services: found,
      timestamp: new Date(deps.now()).toISOString(),
    };
  },
});

const servicesOnly = defineRoute({
  method: 'get',
  path: '/api/v1/admin/health/services',
  access: 'super_admin',
  handle: ({ deps }) => services(deps),
});

const databaseOnly = defineRoute({
  method: 'get',
  path: '/api/v1/admin/health/database',
  access: 'super_admin',
  handle: ({ deps }) => looked(() => deps.database.rows('SELECT 1')),
});

/** As on the platform, the numbers of these two are made up. */
const invented = (name: 'errors' | 'uptime') =>
  defineRoute({
    method: 'get',
    path: `/api/v1/admin/health/${name}`,
    access: 'super_admin',
    handle: async () =>
      name === 'errors' ? { errorRate: Math.random() } : { uptimePercent: 99 + Math.random() },
  });

const selfTest = defineRoute({
  method: 'get',
  path: '/api/v1/health/self-test',
  access: 'super_admin',
  health: true,
  async handle({ deps }) {
    const { healthy, responseTime } = await looked(() => deps.database.rows('SELECT 1'));
    const status = healthy ? 'passed' : 'failed';
    return { status, checks: [{ name: 'database', status, durationMs: responseTime }] };
  },
});

/** Its cron has not run yet, and never does here. */
const monitor = (name: 'current' | 'history' | 'metrics') =>
  defineRoute({
    method: 'get',
    path: `/api/v1/health/monitor/${name}`,
    access: 'super_admin',
    health: true,
    handle: async () =>
      name === 'history' ? [] : { status: 'pending', message: 'No health data available yet' },
  });

export const PLATFORM_HEALTH_ROUTES = [
  all,
  servicesOnly,
  databaseOnly,
  invented('errors'),
  invented('uptime'),
  selfTest,
  monitor('current'),
  monitor('history'),
  monitor('metrics'),
];
