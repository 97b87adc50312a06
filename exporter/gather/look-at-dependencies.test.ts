import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { afterEach, describe, it } from 'node:test';
import { dependencyDown } from '../../core/checks/dependency-down.ts';
import type { DependencyLook, OwnLook } from '../../core/checks/dependency-look.ts';
import type { ProbeSample } from '../../core/checks/service-down.ts';
import { systemClock } from '../../core/clock.ts';
import {
  byPath,
  gone,
  hanging,
  json,
  serving,
  stopServing,
  text,
} from '../../core/probe/http-server.test-support.ts';
import type { OwnConnections } from '../../core/probe/own-connections.ts';
import { DEPENDENCIES } from '../../core/target.ts';
import type { RequestBudget } from '../../core/vizora/request-budget.ts';
import { lookAtDependencies } from './look-at-dependencies.ts';

afterEach(stopServing);

const unlimited: RequestBudget = { take: async () => undefined, block: () => undefined };
const apiReady = json({ success: true, data: { status: 'ok' } });
const named = (redis: string, database: string) =>
  json({ dependencies: { redis: { status: redis }, database: { status: database } } });
const gateway = (ready: RequestListener, health: RequestListener) =>
  byPath({ '/api/health/ready': ready, '/api/health': health });
const gatewayReady = gateway(json({ status: 'ready', ready: true }), named('healthy', 'healthy'));
const well = async (): Promise<OwnLook> => ({ outcome: 'up', detail: 'answers' });

interface Parties {
  readonly middleware?: string;
  readonly realtime?: string;
  readonly own?: Partial<OwnConnections>;
  /** What the looks at the services' liveness come to. */
  readonly alive?: ProbeSample['outcome'];
}

async function look({ middleware, realtime, own = {}, alive = 'up' }: Parties) {
  const sample: ProbeSample = { at: 1, outcome: alive, detail: '' };
  return lookAtDependencies({
    urls: {
      middleware: middleware ?? (await serving(apiReady)),
      realtime: realtime ?? (await serving(gatewayReady)),
    },
    own: { database: well, redis: well, storage: well, ...own },
    connections: () => 1,
    services: async () => ({
      samples: { middleware: [sample], realtime: [sample], web: [sample] },
      maxAge: 75_000,
    }),
    timeoutMs: 150,
    budget: unlimited,
    clock: systemClock,
  });
}

/** What three such looks in a row say. */
const verdicts = (seen: Omit<DependencyLook, 'at'>) =>
  Object.fromEntries(
    DEPENDENCIES.map((name) => {
      const looks = [1, 2, 3].map((at) => ({ at, ...seen }));
      return [name, dependencyDown(name, looks, 3, 1_000).verdict];
    }),
  );
const allGood = { database: 'good', redis: 'good', storage: 'good', undisclosed: 'good' };

describe('a look at everybody who can tell', () => {
  it('finds all well when all are', async () => {
    assert.deepEqual(verdicts(await look({})), allGood);
  });

  it('tells where no connection is configured', async () => {
    const { own } = await look({ own: { redis: null, storage: null } });
    assert.deepEqual(own, { database: { outcome: 'up', detail: 'answers' }, redis: null, storage: null });
  });

  const trouble: [what: string, server: () => Promise<string>, state: string][] = [
    ['refuses', gone, 'dead'],
    ['hangs', () => serving(hanging), 'dead'],
    ['answers 500', () => serving(json({}, 500)), 'dead'],
    ['answers garbage', () => serving(text('<html>')), 'unknown'],
  ];
  for (const [what, server, state] of trouble) {
    it(`hears all others when the middleware ${what}`, async () => {
      const seen = await look({ middleware: await server(), alive: 'down' });
      assert.equal(seen.middleware.state, state);
      assert.deepEqual(verdicts(seen), { ...allGood, undisclosed: 'unknown' });
    });

    it(`hears all others when realtime ${what}`, async () => {
      const seen = await look({ realtime: await server(), alive: 'down' });
      assert.equal(seen.realtime.state, state);
      assert.deepEqual(verdicts(seen), allGood);
    });
  }

  it('hears all others when our own connections fail, or cannot tell', async () => {
    const own = {
      database: async (): Promise<OwnLook> => ({ outcome: 'down', detail: 'connection refused' }),
      redis: async (): Promise<OwnLook> => ({ outcome: 'unknown', detail: 'refuses our account' }),
    };
    assert.deepEqual(verdicts(await look({ own })), { ...allGood, database: 'unknown' });
  });

  it('finds the database that is away, with everything that tells of it', async () => {
    const database = async (): Promise<OwnLook> => ({ outcome: 'down', detail: 'connection refused' });
    const seen = await look({
      middleware: await serving(json({ status: 'unhealthy' }, 503)),
      realtime: await serving(gateway(json({ ready: false }, 503), named('healthy', 'unhealthy'))),
      own: { database },
    });
    assert.deepEqual(verdicts(seen), { ...allGood, database: 'bad' });
  });

  it('finds the Redis that is away: it hangs the middleware, which lives', async () => {
    const redis = async (): Promise<OwnLook> => ({ outcome: 'down', detail: 'no answer in time' });
    const seen = await look({
      middleware: await serving(hanging),
      realtime: await serving(gateway(json({ ready: false }, 503), named('unhealthy', 'healthy'))),
      own: { redis },
    });
    assert.deepEqual(verdicts(seen), { ...allGood, redis: 'bad' });
  });

  it('does not hide a fault of our own', async () => {
    const database = () => Promise.reject(new TypeError('a bug'));
    await assert.rejects(look({ own: { database } }), TypeError);
  });
});
