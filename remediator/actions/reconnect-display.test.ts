import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Config } from '../../core/config/schema.ts';
import { type Bench, displayOffline, startBench } from '../bench.test-support.ts';
import type { Looking } from '../tools.ts';
import { displayId } from '../world/fake-displays.test-support.ts';
import { reconnectDisplay } from './reconnect-display.ts';

const MINUTE = 60_000;
const APPS = { middleware: 'm', realtime: 'r', web: 'w' };
const policy = (settings: Record<string, unknown>) => ({
  remediator: { actions: { reconnect_display: { max_share: 1, ...settings } } },
});
const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const ended = (bench: Bench, count = 1, within = 10 * MINUTE) =>
  bench.until(
    'it is over',
    async () => {
      const told = await outcomes(bench);
      return told.length === count && !told.includes(null);
    },
    within,
  );
const at = (row: Record<string, unknown> | undefined, what: string) => Date.parse(String(row?.[what]));
const lastReason = async (bench: Bench) => (await bench.decisions()).at(-1)?.['reason'];
const reloads = ({ world }: Bench) =>
  world.acts.filter(({ verb }) => verb === 'reloadDisplay').map(({ on }) => on);

describe('reconnect_display', () => {
  it('asks a display that fell silent to reload, and is fixed once it was heard of for three minutes', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.fleet.silence(5, 20 * MINUTE);
    const actedAt = bench.clock.now();
    await bench.alert(displayOffline(id));
    await ended(bench);
    const [remediation] = await bench.remediations();
    assert.deepEqual(reloads(bench), [id]);
    assert.equal(remediation?.['outcome'], 'fixed');
    assert.match(String(remediation?.['detail']), /devicesDelivered 1 of 1, devicesQueued 0/);
    const after = remediation?.['after'] as { last_heartbeat: string };
    assert.ok(Date.parse(after.last_heartbeat) > actedAt, 'it was heard of after the act');
    assert.ok(at(remediation, 'finished_at') - actedAt >= 3 * MINUTE);
  });

  it('believes no socket that took the command: twice without effect, a quarter of an hour apart, and people are told once', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.fleet.silence(5, 16 * MINUTE, { onReload: 'nothing' });
    await bench.alert(displayOffline(id));
    await ended(bench, 2, 40 * MINUTE);
    await bench.pass(20 * MINUTE);
    assert.deepEqual(await outcomes(bench), ['not_fixed', 'not_fixed']);
    const [first, second] = await bench.remediations();
    assert.ok(at(second, 'intent_at') - at(first, 'finished_at') >= 15 * MINUTE);
    assert.match(String(second?.['detail']), /devicesDelivered 1 of 1/);
    const escalated = (await bench.metrics()).match(/^vizora_remediation_escalated\{.*\} 1$/gm);
    assert.deepEqual(escalated?.length, 1);
    assert.match(escalated?.[0] ?? '', /reason="not_fixed"/);
  });

  it('takes the stamp of a disconnect for no life', async (t) => {
    const bench = await startBench(t, policy({ attempts: 1 }));
    bench.world.fleet.silence(5, 20 * MINUTE, { onReload: 'disconnects' });
    await bench.alert(displayOffline(displayId(5)));
    await ended(bench);
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
  });

  it('says of a command that only waits in a queue that it was not delivered', async (t) => {
    const bench = await startBench(t, policy({ attempts: 1 }));
    await bench.alert(displayOffline(bench.world.fleet.silence(5, 20 * MINUTE, { connected: false })));
    await ended(bench);
    const [remediation] = await bench.remediations();
    assert.equal(remediation?.['outcome'], 'not_fixed');
    assert.match(String(remediation?.['detail']), /devicesDelivered 0 of 1, devicesQueued 1/);
  });

  it('cannot tell whether it helped when somebody disabled the display meanwhile', async (t) => {
    const bench = await startBench(t, policy({ attempts: 1 }));
    bench.world.fleet.silence(5, 20 * MINUTE, { onReload: 'nothing' });
    await bench.alert(displayOffline(displayId(5)));
    await bench.until('it was sent', () => reloads(bench).length === 1);
    bench.world.fleet.get(5).isDisabled = true;
    await ended(bench);
    assert.deepEqual(await outcomes(bench), ['unknown']);
  });

  const left: [string, (bench: Bench) => void, string][] = [
    [
      'it is heard of',
      ({ world }) => Object.assign(world.fleet.get(5), { silentSince: null }),
      'already_good',
    ],
    [
      'it is disabled',
      ({ world }) => Object.assign(world.fleet.get(5), { isDisabled: true }),
      'disabled_by_person',
    ],
    [
      'it is being paired',
      ({ world }) => Object.assign(world.fleet.get(5), { status: 'pairing' }),
      'not_in_service',
    ],
    [
      'it was unpaired',
      ({ world, clock }) =>
        Object.assign(world.fleet.get(5), { unpairedAt: new Date(clock.now()).toISOString() }),
      'not_in_service',
    ],
    [
      'it was never heard of',
      ({ world }) => Object.assign(world.fleet.get(5), { wasSeen: false }),
      'not_in_service',
    ],
    ['it is gone', ({ world }) => world.fleet.displays.delete(displayId(5)), 'target_unknown'],
    [
      'the platform does not answer',
      ({ world }) => Object.assign(world, { platformDown: true }),
      'inventory_unreadable',
    ],
    [
      'its last heartbeat is to come',
      ({ world, clock }) => Object.assign(world.fleet.get(5), { silentSince: clock.now() + 10 * MINUTE }),
      'evidence_unknown',
    ],
    [
      'the displays cannot be read whole',
      ({ world }) => Object.assign(world.fleet, { listCut: true }),
      'population_unknown',
    ],
    [
      'it has been silent for a quarter of an hour only',
      ({ world }) => world.fleet.silence(5, 15 * MINUTE - 1_000),
      'silent_too_briefly',
    ],
    ['it has been silent for an hour', ({ world }) => world.fleet.silence(5, 60 * MINUTE), 'silent_too_long'],
  ];
  for (const [when, arrange, reason] of left) {
    it(`leaves a display alone when ${when}`, async (t) => {
      const bench = await startBench(t);
      bench.world.fleet.silence(5, 20 * MINUTE);
      arrange(bench);
      await bench.alert(displayOffline(displayId(5)));
      await bench.until('it was decided', async () => (await bench.decisions()).length > 0);
      assert.equal((await bench.decisions())[0]?.['reason'], reason);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('still asks just below an hour of silence', async (t) => {
    const bench = await startBench(t);
    await bench.alert(displayOffline(bench.world.fleet.silence(5, 60 * MINUTE - 1_000)));
    await bench.until('it was sent', () => reloads(bench).length === 1, 10_000);
  });

  it('judges ages by the clock of the platform', async (t) => {
    const bench = await startBench(t);
    bench.world.skewMs = 10 * MINUTE;
    await bench.alert(displayOffline(bench.world.fleet.silence(5, 20 * MINUTE)));
    await bench.until('it was decided', async () => (await bench.decisions()).length > 0);
    assert.equal(await lastReason(bench), 'silent_too_briefly', 'it has been silent for ten minutes');
  });

  it('stops at a mass failure that most alerts do not tell of yet, and counts none that was told long ago', async (t) => {
    const bench = await startBench(t, policy({}));
    for (let n = 10; n < 16; n++) bench.world.fleet.silence(n, 61 * MINUTE);
    for (let n = 5; n < 10; n++) bench.world.fleet.silence(n, 5 * MINUTE);
    const first = bench.world.fleet.silence(5, 16 * MINUTE);
    await bench.alert(displayOffline(first));
    await bench.until('five of twenty are none', () => reloads(bench).length === 1, 10_000);
    bench.world.fleet.silence(4, 5 * MINUTE);
    await bench.pass(61_000);
    await bench.alert(displayOffline(bench.world.fleet.silence(6, 16 * MINUTE)));
    await bench.pass(10 * MINUTE);
    assert.equal(reloads(bench).length, 1);
    const escalated = (await bench.metrics()).match(
      /^vizora_remediation_escalated\{.*reason="mass_failure".*\} 1$/gm,
    );
    assert.equal(escalated?.length, 1);
  });

  it('leaves a place of three to people once the last one fell silent, however few they are', async (t) => {
    const bench = await startBench(t, policy({}));
    for (const n of [0, 1]) bench.world.fleet.silence(n, 20 * MINUTE);
    bench.world.fleet.silence(2, 3 * MINUTE);
    for (const n of [0, 1]) await bench.alert(displayOffline(displayId(n)));
    await bench.pass(10_000);
    assert.deepEqual(
      (await bench.decisions()).map(({ reason }) => reason),
      ['site_silent', 'site_silent'],
    );
    assert.deepEqual(bench.world.acts, []);
  });

  it('leaves displays without a location to people when all of the organisation are silent', async (t) => {
    const bench = await startBench(t, policy({}));
    bench.world.fleet.displays.clear();
    bench.world.fleet.add(3, null);
    for (const n of [0, 1, 2]) bench.world.fleet.silence(n, 20 * MINUTE);
    await bench.alert(displayOffline(displayId(0)));
    await bench.pass(5_000);
    assert.equal(await lastReason(bench), 'site_silent');
  });

  it('repairs at a place of three while one of them is heard of, and at a place of two', async (t) => {
    const bench = await startBench(t, policy({}));
    bench.world.fleet.add(2, 'Cellar');
    for (const n of [0, 1, 20, 21])
      await bench.alert(displayOffline(bench.world.fleet.silence(n, 20 * MINUTE)));
    await bench.until('all were sent', () => reloads(bench).length === 4, 30_000);
  });

  const MEANWHILE: [string, (bench: Bench) => void][] = [
    ['was heard of', ({ world, clock }) => (world.fleet.get(5).silentSince = clock.now() - 1_000)],
    [
      'was heard of ten minutes ago',
      ({ world, clock }) => (world.fleet.get(5).silentSince = clock.now() - 10 * MINUTE),
    ],
    ['was disabled', ({ world }) => (world.fleet.get(5).isDisabled = true)],
    ['went', ({ world }) => world.fleet.displays.delete(displayId(5))],
  ];
  for (const [what, change] of MEANWHILE) {
    it(`does nothing for a display that ${what} between evidence and act`, async (t) => {
      const bench = await startBench(t);
      const id = bench.world.fleet.silence(5, 20 * MINUTE);
      let looks = 0;
      bench.world.fleet.onRead = () => {
        // After the look that is the evidence: inventory, evidence, act.
        looks += 1;
        if (looks === 2) change(bench);
      };
      await bench.alert(displayOffline(id));
      await ended(bench);
      assert.deepEqual(await outcomes(bench), ['skipped']);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('counts as heard of only what came after the act, by the clock of the platform', async (t) => {
    const { world, clock } = await startBench(t);
    world.skewMs = 10 * MINUTE;
    const repair = reconnectDisplay.bind(displayOffline(displayId(5)), APPS) ?? assert.fail();
    const look = {
      clock,
      checks: Config.parse({}).exporter.checks,
      displays: () => world.session(),
    } as Partial<Looking> as Looking;
    const verdict = async (actedAgo: number) => {
      const done = { plan: {}, before: {}, intent_at: clock.now() - actedAgo };
      return (await repair.watch(look, done)()).finding.verdict;
    };
    world.fleet.get(5).silentSince = clock.now() - 10 * MINUTE - 20_000;
    assert.deepEqual(
      [await verdict(20_001), await verdict(20_000), await verdict(0)],
      ['good', 'bad', 'bad'],
    );
    assert.equal((await repair.watch(look)()).finding.verdict, 'good', 'where no act is asked about');
  });

  it('sends no more than eight commands in a row for an organisation, and goes on after a pause that outlives the process', async (t) => {
    const options = policy({ command_pause: '3m' });
    const bench = await startBench(t, { ...options });
    bench.world.fleet.add(80, 'Hall');
    const ids = Array.from({ length: 10 }, (_, n) => bench.world.fleet.silence(n + 3, 20 * MINUTE));
    for (const id of ids) await bench.alert(displayOffline(id));
    await bench.pass(20_000);
    assert.equal(reloads(bench).length, 8);
    await bench.kill();
    const next = await startBench(t, { ...options, after: bench });
    // Ending it took a minute.
    await next.pass(90_000);
    assert.equal(reloads(next).length, 8);
    const refused = (await next.decisions()).filter(({ reason }) => reason === 'command_pause');
    assert.ok(refused.length >= 2);
    await next.pass(30_000);
    assert.equal(reloads(next).length, 10);
    assert.deepEqual(new Set(reloads(next)), new Set(ids));
  });
});
