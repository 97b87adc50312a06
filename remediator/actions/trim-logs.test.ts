import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Bench, logOversized, processErrored, serviceDown, startBench } from '../bench.test-support.ts';

const MB = 1_000_000;
const OUT = '/var/log/pm2/vizora-web-out.log';
const ERR = '/var/log/pm2/vizora-web-error.log';
const decided = async (bench: Bench) =>
  (await bench.decisions()).map(({ decision, reason }) => `${decision} ${reason}`);
const outcomes = async (bench: Bench) => (await bench.remediations()).map(({ outcome }) => outcome);
const finished = (bench: Bench, count: number) => async () =>
  (await outcomes(bench)).filter((outcome) => outcome !== null).length === count;

/** The logs of the dashboard, of so many bytes. */
function put(bench: Bench, out: number, error: number, special = {}): void {
  Object.assign(bench.world.processes[3] ?? {}, { logFiles: [OUT, ERR] });
  bench.world.logs.put(OUT, out, special);
  bench.world.logs.put(ERR, error, special);
}

describe('logs that have grown beyond measure', () => {
  it('are trimmed to their ends, by what PM2 names, and how many bytes went is written down', async (t) => {
    const bench = await startBench(t);
    put(bench, 150 * MB, MB);
    await bench.alert(logOversized('vizora-web'));
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(bench.world.acts, [{ verb: 'trim', on: OUT, value: 20 * MB }]);
    const [only] = await bench.remediations();
    assert.deepEqual([only?.['target'], only?.['outcome']], ['log/vizora-web', 'fixed']);
    const { after } = await detail(bench);
    assert.deepEqual([after['bytes'], after['bytes_gone']], [21 * MB, 130 * MB]);
  });

  it('are all trimmed where only together they are too large', async (t) => {
    const bench = await startBench(t);
    put(bench, 60 * MB, 41 * MB);
    await bench.alert(logOversized('vizora-web'));
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(
      bench.world.acts.map(({ on }) => on),
      [OUT, ERR],
    );
    assert.deepEqual(await outcomes(bench), ['fixed']);
  });

  it('keep less each where an app has so many that they would still be too large together', async (t) => {
    const bench = await startBench(t);
    const files = Array.from({ length: 10 }, (_, n) => `/var/log/pm2/vizora-web-out-${n}.log`);
    Object.assign(bench.world.processes[3] ?? {}, { logFiles: files });
    for (const file of files) bench.world.logs.put(file, 15 * MB);
    await bench.alert(logOversized('vizora-web'));
    await bench.until('it is repaired', finished(bench, 1));
    assert.deepEqual(new Set(bench.world.acts.map(({ value }) => value)), new Set([5 * MB]));
    assert.deepEqual(await outcomes(bench), ['fixed']);
  });

  const refused: [what: string, app: string, arrange: (bench: Bench) => void, reason: string][] = [
    ['as large as they may be', 'vizora-web', (bench) => put(bench, 99 * MB, MB), 'already_good'],
    [
      'where they may not be trimmed',
      'vizora-web',
      (bench) => put(bench, 150 * MB, MB, { refusal: 'it is a link' }),
      'log_refused',
    ],
    ['of an app that nobody configured', 'billing-export', () => undefined, 'target_unknown'],
    [
      'named by a PM2 that does not answer',
      'vizora-web',
      ({ world }) => Object.assign(world, { pm2Silent: true }),
      'inventory_unreadable',
    ],
    ['of one process', 'vizora-web:3', () => undefined, 'invalid_target'],
  ];
  for (const [what, app, arrange, reason] of refused) {
    it(`are left alone when they are ${what}`, async (t) => {
      const bench = await startBench(t);
      arrange(bench);
      await bench.alert(logOversized(app));
      await bench.pass(30_000);
      assert.equal((await decided(bench))[0], `refuse ${reason}`);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('are left alone when they were rotated after the evidence', async (t) => {
    const bench = await startBench(t);
    put(bench, 150 * MB, MB);
    let looks = 0;
    const { look } = bench.world.logs.writer;
    bench.world.logs.writer.look = async (paths) => {
      looks += 1;
      if (looks === 2) bench.world.logs.put(OUT, 150 * MB, { inode: 4_711 });
      return look(paths);
    };
    await bench.alert(logOversized('vizora-web'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['skipped']);
    assert.deepEqual(bench.world.acts, []);
  });

  it('are not fixed by trimming that changes nothing, and people hear of it once', async (t) => {
    const bench = await startBench(t);
    put(bench, 150 * MB, MB);
    bench.world.lies = true;
    await bench.alert(logOversized('vizora-web'));
    await bench.until('both attempts are over', finished(bench, 2), 10_800_000);
    await bench.pass(600_000);
    assert.deepEqual(await outcomes(bench), ['not_fixed', 'not_fixed']);
    const escalated = (await bench.metrics())
      .split('\n')
      .filter((line) => line.startsWith('vizora_remediation_escalated{'));
    assert.equal(escalated.length, 1);
  });

  it('have failed to be trimmed where the file system cannot', async (t) => {
    const bench = await startBench(t);
    put(bench, 150 * MB, MB);
    bench.world.failure = new Error('the file system does not trim it');
    await bench.alert(logOversized('vizora-web'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['failed']);
  });

  it('take no attempt from the repair of their app', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { restart_process: { attempts: 1 } } } });
    put(bench, 150 * MB, MB);
    await bench.alert(logOversized('vizora-web'));
    await bench.until('they are trimmed', finished(bench, 1));
    bench.world.giveUpOn(3);
    await bench.alert(processErrored('vizora-web'));
    await bench.until('the app is restarted', finished(bench, 2));
    assert.deepEqual(await outcomes(bench), ['fixed', 'fixed']);
  });

  it('of all apps are one matter for each, and no mass failure of services', async (t) => {
    const bench = await startBench(t);
    put(bench, 150 * MB, MB);
    bench.alertmanager.fire(logOversized('vizora-realtime'), bench.clock.now());
    bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now());
    await bench.alert(logOversized('vizora-web'));
    await bench.until('they are trimmed', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['fixed']);
  });
});

async function detail(bench: Bench): Promise<{ after: Record<string, unknown> }> {
  const [only] = await bench.remediations();
  return (await bench.get(`/api/v1/remediations/${only?.['id']}`)) as { after: Record<string, unknown> };
}
