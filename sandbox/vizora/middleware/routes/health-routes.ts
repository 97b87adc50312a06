import { MEMORY_LIMIT_BYTES } from '../../settings.ts';
import type { Deps } from '../deps.ts';
import { Bare, defineRoute } from '../route.ts';

const FAILURES_UNTIL_OPEN = 3;
const OPEN_FOR_MS = 10_000;
const DEGRADED_SHARE = 0.85;
const STORAGE_PATIENCE_MS = 2_000;

const health = defineRoute({
  method: 'get',
  path: '/api/v1/health',
  access: 'public',
  health: true,
  async handle({ deps }) {
    const timestamp = new Date(deps.now()).toISOString();
    const trouble = await databaseTrouble(deps);
    if (trouble === null) return { status: 'ok', timestamp, uptime: process.uptime(), database: 'connected' };
    const body = { status: 'error', timestamp, database: 'disconnected', error: trouble };
    return deps.strict('health_200_when_down') ? body : new Bare(503, body);
  },
});

const ready = defineRoute({
  method: 'get',
  path: '/api/v1/ready',
  access: 'public',
  health: true,
  handle: async ({ deps }) => ({ ready: (await databaseTrouble(deps)) === null }),
});

const live = defineRoute({
  method: 'get',
  path: '/api/v1/health/live',
  access: 'public',
  health: true,
  handle: async ({ deps }) => ({ status: 'ok', timestamp: new Date(deps.now()).toISOString() }),
});

/** Which dependency fails is not said. Redis is waited for without limit. */
function readiness() {
  const breaker = { failures: 0, openUntil: 0 };
  return defineRoute({
    method: 'get',
    path: '/api/v1/health/ready',
    access: 'public',
    health: true,
    async handle({ deps }) {
      await deps.redis.ping();
      const reachable = deps.now() >= breaker.openUntil && (await databaseTrouble(deps)) === null;
      if (reachable) breaker.failures = 0;
      else if (deps.now() >= breaker.openUntil && ++breaker.failures >= FAILURES_UNTIL_OPEN) {
        Object.assign(breaker, { failures: 0, openUntil: deps.now() + OPEN_FOR_MS });
      }
      const healthy = reachable && deps.faults().not_ready === undefined && (await storageAnswers(deps));
      const body = {
        status: healthy ? memoryStatus() : 'unhealthy',
        timestamp: new Date(deps.now()).toISOString(),
        uptime: Math.floor(process.uptime()),
        version: '1.0.0',
        self_test: 'passed',
      };
      return healthy ? body : new Bare(503, body);
    },
  });
}

const memoryStatus = () =>
  process.memoryUsage.rss() > MEMORY_LIMIT_BYTES * DEGRADED_SHARE ? 'degraded' : 'ok';

async function storageAnswers({ settings }: Deps): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${settings.ports.storage}/minio/health/live`, {
      signal: AbortSignal.timeout(STORAGE_PATIENCE_MS),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Whatever it was is not disclosed.
    return false;
  }
}

async function databaseTrouble({ database, settings }: Deps): Promise<string | null> {
  try {
    await database.rows('SELECT 1');
    return null;
  } catch {
    // Whatever it was, the platform words it thus.
    return [
      'Invalid `prisma.$queryRaw()` invocation:\n\n\nRaw query failed. Code: `N/A`. ',
      `Message: \`Can't reach database server at 127.0.0.1:${settings.ports.postgres}\``,
    ].join('');
  }
}

export const HEALTH_ROUTES = [health, ready, live, readiness()];
