import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '../../core/clock.ts';
import { createLog } from '../../core/log.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import type { Scan } from '../../core/vizora/scan.ts';
import type { Schedule } from '../../core/vizora/schedule.ts';
import { watchOrganisation } from '../watched-organisation.ts';
import { gatherList } from './gather-list.ts';

const log = createLog('test', 'silent');

describe('gathering a list', () => {
  const whole = (count: number): Scan<Schedule> => ({
    complete: true,
    items: Array.from({ length: count }, (_, i) => ({ id: `s${i}` }) as Schedule),
    total: count,
    at: 1,
  });
  const account = { email: 'a@example.com', password: { env: 'P' } };
  const organisation = (slug: string | null, api: Partial<OrganisationApi>) =>
    watchOrganisation({ slug, class: 'customer', reader: account }, api as OrganisationApi);
  const gathering = (...organisations: ReturnType<typeof organisation>[]) =>
    gatherList<Schedule>({
      section: 'schedules',
      organisations,
      list: (api) => api.listSchedules(),
      find: (api, id) => api.getSchedule(id),
      clock: systemClock,
      log,
    }).read;

  it('reads every organisation although one fails, even by a fault of our own', async () => {
    const sections = await gathering(
      organisation('acme', { listSchedules: () => Promise.reject(new TypeError('a bug')) }),
      organisation('beta', { listSchedules: async () => whole(2) }),
    )();
    assert.deepEqual(
      sections.map(({ org, scan }) => [org, scan.complete, scan.items.length]),
      [
        ['acme', false, 0],
        ['beta', true, 2],
      ],
    );
  });

  it('learns the organisation of the single account when it can, and not twice', async () => {
    let asked = 0;
    const answers = [
      () => Promise.reject(new VizoraError('connection', 'GET /api/v1/auth/me', 'refused')),
      async () => ({ slug: 'acme', name: 'Acme' }),
    ];
    const read = gathering(
      organisation(null, {
        whoAmI: () => (answers[asked++] ?? assert.fail)(),
        listSchedules: async () => whole(1),
      }),
    );
    const [before] = await read();
    assert.deepEqual([before?.org, before?.scan.complete], ['unknown', false]);
    assert.equal((await read())[0]?.org, 'acme');
    assert.equal((await read())[0]?.org, 'acme');
    assert.equal(asked, 2);
  });

  it('believes that many have become none only when it is told twice', async () => {
    const totals = [70, 0, 0, 70, 0, 70];
    const read = gathering(organisation('acme', { listSchedules: async () => whole(totals.shift() ?? 0) }));
    const complete: boolean[] = [];
    for (let i = 0; i < 6; i += 1) complete.push((await read())[0]?.scan.complete ?? false);
    assert.deepEqual(complete, [true, false, true, true, false, true]);
  });

  const schedule = (id: string) => ({ id, name: id }) as Schedule;
  const listed = (...ids: string[]): Scan<Schedule> => ({
    complete: true,
    items: ids.map(schedule),
    total: ids.length,
    at: 1,
  });
  const idsOf = (section: readonly { scan: Scan<Schedule> }[]) => section[0]?.scan.items.map(({ id }) => id);

  it('looks up by its id what is gone from a list, and keeps what is still there', async () => {
    const lists = [listed('a', 'b', 'c'), listed('a'), listed('a', 'c')];
    const asked: string[] = [];
    const read = gathering(
      organisation('acme', {
        listSchedules: async () => lists.shift() ?? assert.fail(),
        getSchedule: async (id) => {
          asked.push(id);
          return id === 'c' ? schedule(id) : null;
        },
      }),
    );
    await read();
    const [after] = await read();
    assert.deepEqual(
      after?.scan.items.map(({ id }) => id),
      ['a', 'c'],
    );
    assert.equal(after?.scan.complete && after.scan.total, 2);
    await read();
    assert.deepEqual(asked, ['b', 'c'], 'what was found to be gone is not asked for again');
  });

  it('is not complete when what is gone cannot be looked up', async () => {
    const lists = [listed('a', 'b'), listed('a')];
    const read = gathering(
      organisation('acme', {
        listSchedules: async () => lists.shift() ?? assert.fail(),
        getSchedule: () => Promise.reject(new VizoraError('timeout', 'GET /api/v1/schedules/:id', 'late')),
      }),
    );
    await read();
    const [after] = await read();
    assert.deepEqual(
      [after?.scan.complete, after?.scan.complete === false && after.scan.reason],
      [false, 'timeout'],
    );
  });

  it('believes that more are gone than can be looked up only when it is told twice', async () => {
    const many = Array.from({ length: 60 }, (_, i) => `s${i}`);
    const lists = [listed('a', ...many), listed('a'), listed('a'), listed('a', ...many)];
    const read = gathering(
      organisation('acme', {
        listSchedules: async () => lists.shift() ?? assert.fail(),
        getSchedule: () => assert.fail('too many to look up'),
      }),
    );
    const complete: boolean[] = [];
    for (let i = 0; i < 4; i += 1) complete.push((await read())[0]?.scan.complete ?? false);
    assert.deepEqual(complete, [true, false, true, true]);
    assert.equal(
      idsOf(await gathering(organisation('acme', { listSchedules: async () => listed('z') }))())?.[0],
      'z',
    );
  });

  it('says how much it saw, how long that took, and what it costs', async () => {
    const scans: Scan<Schedule>[] = [
      whole(250),
      { complete: false, reason: 'timeout', detail: 'page 3', items: whole(200).items, at: 9 },
    ];
    const list = gatherList<Schedule>({
      section: 'schedules',
      organisations: [organisation('acme', { listSchedules: async () => scans.shift() ?? assert.fail() })],
      list: (api) => api.listSchedules(),
      find: null,
      clock: { now: () => 5, sleep: async () => undefined },
      log,
    });
    assert.deepEqual([list.coverage(), list.requests()], [[], 1]);
    await list.read();
    assert.equal(list.requests(), 3);
    await list.read();
    assert.deepEqual(list.coverage(), [
      {
        section: 'schedules',
        org: 'acme',
        complete: false,
        answered: true,
        seen: 200,
        total: 250,
        at: 5,
        durationMs: 0,
        lastCompleteAt: 1,
      },
    ]);
  });

  it('keeps what it saw when what is gone cannot be looked up, and what it found out about the rest', async () => {
    const asked: string[] = [];
    let late = true;
    const lists = [listed('a', 'b', 'c', 'd'), listed('a'), listed('a')];
    const read = gathering(
      organisation('acme', {
        listSchedules: async () => lists.shift() ?? assert.fail(),
        getSchedule: async (id) => {
          asked.push(id);
          if (id === 'b') return null;
          if (id === 'c') return schedule('c');
          if (late) throw new VizoraError('budget_exhausted', 'GET /api/v1/schedules/:id', 'no room');
          return null;
        },
      }),
    );
    await read();
    const [cut] = await read();
    assert.deepEqual(
      [cut?.scan.complete, cut?.scan.complete === false && cut.scan.reason, idsOf([cut ?? assert.fail()])],
      [false, 'budget_exhausted', ['a', 'c']],
    );
    late = false;
    const [after] = await read();
    assert.deepEqual([after?.scan.complete, after?.scan.items.length], [true, 2]);
    assert.deepEqual(asked, ['b', 'c', 'd', 'c', 'd'], 'what is known to be gone is not asked for again');
  });

  it('comes to an end although more are gone than the budget lets it look up at once', async () => {
    const many = Array.from({ length: 45 }, (_, i) => `s${i}`);
    let room = 0;
    const read = gathering(
      organisation('acme', {
        listSchedules: async () => (room === 0 ? listed('a', ...many) : listed('a')),
        getSchedule: async () => {
          if (room === 0) throw new VizoraError('budget_exhausted', 'GET /api/v1/schedules/:id', 'no room');
          room -= 1;
          return null;
        },
      }),
    );
    await read();
    const complete: boolean[] = [];
    for (let i = 0; i < 4; i += 1) {
      room = 15;
      complete.push((await read())[0]?.scan.complete ?? false);
      if (complete.at(-1)) break;
    }
    assert.deepEqual(complete, [false, false, true]);
  });

  it('believes the second list about what cannot be asked for at all', async () => {
    const lists = [listed('a', 'b'), listed('a'), listed('a')];
    let asked = 0;
    const read = gathering(
      organisation('acme', {
        listSchedules: async () => lists.shift() ?? assert.fail(),
        getSchedule: async () => {
          asked += 1;
          throw new VizoraError('rejected', 'GET /api/v1/schedules/:id', 'malformed id', { status: 400 });
        },
      }),
    );
    const complete: boolean[] = [];
    for (let i = 0; i < 3; i += 1) complete.push((await read())[0]?.scan.complete ?? false);
    assert.deepEqual([complete, asked], [[true, false, true], 1]);
  });

  it('takes for gone what was there before a restart only when it cannot be found by its id', async () => {
    const asked: string[] = [];
    const list = gatherList<Schedule>({
      section: 'schedules',
      organisations: [
        organisation('acme', {
          listSchedules: async () => listed('a'),
          getSchedule: async (id) => {
            asked.push(id);
            return id === 'still-there' ? schedule(id) : null;
          },
        }),
      ],
      list: (api) => api.listSchedules(),
      find: (api, id) => api.getSchedule(id),
      remembered: (section, org) =>
        section === 'schedules' && org === 'acme' ? ['a', 'still-there', 'gone'] : [],
      clock: systemClock,
      log,
    });
    assert.deepEqual(idsOf(await list.read()), ['a', 'still-there']);
    assert.deepEqual(asked, ['still-there', 'gone']);
  });

  it('never misses a row that is there, and keeps none for long, while rows come and go during a slow look-up', async () => {
    const world = new Set(['a', 'b', 'c']);
    let hidden: string | null = null;
    const read = gathering(
      organisation('acme', {
        listSchedules: async () => listed(...[...world].filter((id) => id !== hidden)),
        getSchedule: async (id) => {
          await Promise.resolve();
          const row = world.has(id) ? schedule(id) : null;
          world.delete('a');
          world.add('d');
          return row;
        },
      }),
    );
    await read();
    // One goes, and by that hides the next from the walk; while both are looked up another goes and one comes.
    world.delete('b');
    hidden = 'c';
    assert.deepEqual(idsOf(await read()), ['a', 'c']);
    hidden = null;
    assert.deepEqual(idsOf(await read()), ['c', 'd']);
  });

  it('shows a fault of our own as a list that was not read, in what it covers, too', async () => {
    let broken = false;
    const list = gatherList<Schedule>({
      section: 'schedules',
      organisations: [
        organisation('acme', {
          listSchedules: async () => {
            if (broken) throw new TypeError('a bug');
            return listed('a');
          },
        }),
      ],
      list: (api) => api.listSchedules(),
      find: null,
      clock: systemClock,
      log,
    });
    await list.read();
    broken = true;
    await list.read();
    assert.deepEqual(
      list.coverage().map(({ complete, answered, total }) => [complete, answered, total]),
      [[false, false, 1]],
    );
  });

  it('costs what was seen of it when it never came to its end', async () => {
    const list = gatherList<Schedule>({
      section: 'schedules',
      organisations: [
        organisation('acme', {
          listSchedules: async () => ({
            ...{ complete: false, reason: 'total_moved', detail: '', at: 1 },
            items: whole(1_250).items,
          }),
        }),
      ],
      list: (api) => api.listSchedules(),
      find: null,
      clock: systemClock,
      log,
    });
    await list.read();
    assert.equal(list.requests(), 13);
  });
});
