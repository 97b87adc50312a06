import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog } from '../../core/log.ts';
import { VizoraError, type VizoraErrorKind } from '../../core/vizora/errors.ts';
import { ROUTES, type Route } from '../../core/vizora/routes.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import { readingAttempts } from './reading-attempts.ts';

const organisation = { slug: () => 'acme' } as WatchedOrganisation;

function attempting() {
  const lines: string[] = [];
  const log = createLog('test', 'info', { write: (line) => void lines.push(line) });
  let closed = false;
  const allowance = {
    route: ROUTES.getContent,
    left: () => 9,
    take: async () => true,
    close: () => {
      closed = true;
    },
  };
  const attempts = readingAttempts(organisation, {
    clock: { now: () => 7, sleep: async () => undefined },
    log,
  });
  const read = (id: string, outcome: boolean | Error) =>
    attempts.turn(id, allowance, async () => {
      if (outcome instanceof Error) throw outcome;
      return outcome;
    })();
  return { attempts, read, closed: () => closed, lines };
}
const trouble = (kind: VizoraErrorKind, route: Route = ROUTES.getContent) =>
  new VizoraError(kind, route, 'no');

describe('an attempt to read details', () => {
  it('that fails for one thing goes on with the next, until three in a row have failed', async () => {
    const { attempts, read } = attempting();
    const outcomes = [];
    for (const outcome of [
      trouble('unexpected_shape'),
      trouble('rejected'),
      true,
      trouble('server_error'),
      trouble('server_error'),
      trouble('server_error'),
    ])
      outcomes.push(await read('a', outcome));
    assert.deepEqual(outcomes, [true, true, true, true, true, false]);
    assert.equal(attempts.givenUp(), true);
    attempts.beginLook(new Set());
    assert.equal(attempts.givenUp(), false);
  });

  it('that the account or the connection stands in the way of ends the look at the organisation', async () => {
    for (const kind of ['unauthorized', 'forbidden', 'login_stopped', 'timeout', 'connection'] as const) {
      const { attempts, read, closed } = attempting();
      assert.equal(await read('a', trouble(kind)), false);
      assert.deepEqual([attempts.givenUp(), closed()], [true, false], kind);
    }
  });

  it('that has no room on its route ends the look on that route, and is not the fault of the thing', async () => {
    for (const kind of ['rate_limited', 'budget_exhausted'] as const) {
      const { attempts, read, closed } = attempting();
      assert.equal(await read('a', trouble(kind)), false);
      assert.deepEqual([attempts.givenUp(), closed(), attempts.failedAt.size], [false, true, 0], kind);
    }
  });

  it('that has no room for its login leaves the route to the others', async () => {
    const { attempts, read, closed } = attempting();
    assert.equal(await read('a', trouble('budget_exhausted', ROUTES.login)), false);
    assert.deepEqual([attempts.givenUp(), closed()], [true, false]);
  });

  it('that breaks by a fault of our own ends the look at that organisation only', async () => {
    const { attempts, read, closed } = attempting();
    assert.equal(await read('a', new TypeError('a bug')), false);
    assert.deepEqual([attempts.givenUp(), closed()], [true, false]);
  });

  it('is remembered until it succeeds or the thing is gone, and said once', async () => {
    const { attempts, read, lines } = attempting();
    await read('a', trouble('unexpected_shape'));
    await read('a', trouble('unexpected_shape'));
    await read('b', false);
    assert.deepEqual(
      [...attempts.failedAt],
      [
        ['a', 7],
        ['b', 7],
      ],
    );
    assert.equal(lines.length, 1);
    await read('a', true);
    attempts.beginLook(new Set(['a']));
    assert.deepEqual([...attempts.failedAt], []);
  });
});
