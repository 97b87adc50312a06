import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import { createRequestBudget } from '../../core/vizora/request-budget.ts';
import { ROUTES } from '../../core/vizora/routes.ts';
import { readFairly, type Turn } from './read-fairly.ts';
import { routeAllowance } from './route-allowance.ts';

const clock = createFakeClock({ hurry: true });

function allowance(requests: number, { perHour = 1_000, timeMs = 60_000 } = {}) {
  const endsAt = clock.now() + timeMs;
  return routeAllowance({
    route: ROUTES.getContent,
    requests,
    pace: createRequestBudget({ clock, perSecond: 10, perMinute: 100, perHour }),
    timeLeft: () => endsAt - clock.now(),
    stopping: new AbortController().signal,
  });
}

/** Somebody who wants so many turns, each of which takes its time and has this outcome. */
function asker(wants: number, { ms = 0, goOn = true } = {}) {
  const state = { had: 0, turns: turns() };
  function* turns(): Generator<Turn> {
    for (let i = 0; i < wants; i += 1) {
      yield async () => {
        state.had += 1;
        if (ms > 0) await clock.sleep(ms);
        return goOn;
      };
    }
  }
  return state;
}

async function shared(requests: number, ...askers: ReturnType<typeof asker>[]): Promise<number[]> {
  await readFairly(
    askers.map(({ turns }) => turns),
    allowance(requests),
  );
  return askers.map(({ had }) => had);
}

describe('reading fairly', () => {
  it('gives everybody the same, and what one does not want to the others', async () => {
    assert.deepEqual(await shared(90, asker(1_000), asker(1_000), asker(1_000)), [30, 30, 30]);
    assert.deepEqual(await shared(90, asker(1_000), asker(10), asker(1_000)), [40, 10, 40]);
    assert.deepEqual(await shared(90, asker(3), asker(4), asker(5)), [3, 4, 5]);
  });

  it('gives one that is slow as much as the others, and one that fails nothing more', async () => {
    assert.deepEqual(await shared(40, asker(1_000), asker(1_000, { ms: 900 })), [20, 20]);
    assert.deepEqual(await shared(40, asker(1_000), asker(1_000, { goOn: false })), [39, 1]);
  });

  it('serves those who stand first when there is not enough for all', async () => {
    assert.deepEqual(await shared(2, asker(5), asker(5), asker(5)), [1, 1, 0]);
    assert.deepEqual(await shared(4, asker(5), asker(5), asker(5)), [2, 1, 1]);
    assert.deepEqual(await shared(5), []);
  });

  it('ends with its time, its budget, and whoever stops it', async () => {
    const [late, poor, stopped] = [asker(1_000), asker(1_000), asker(1_000)];
    await readFairly([late.turns], allowance(500, { timeMs: 30_000 }));
    assert.equal(late.had, 100, 'the second hundred begins after a minute');
    await readFairly([poor.turns], allowance(500, { perHour: 7 }));
    assert.equal(poor.had, 7);
    const closed = allowance(500);
    closed.close();
    await readFairly([stopped.turns], closed);
    assert.equal(stopped.had, 0);
  });
});
