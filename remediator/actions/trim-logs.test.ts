import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Bench,
  diskFull,
  logOversized,
  processErrored,
  serviceDown,
  startBench,
} from '../bench.test-support.ts';

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

/** A disk of 40 GB that is full to this share, the logs of the dashboard and of realtime included. */
function fill(bench: Bench, share: number, out: number, error: number, special = {}): void {
  put(bench, out, error, special);
  Object.assign(bench.world.processes[2] ?? {}, { logFiles: [REALTIME] });
  bench.world.logs.put(REALTIME, 50 * MB);
  bench.world.disks.fill('/', share - (out + error + 50 * MB) / (40_000 * MB));
}
const REALTIME = '/var/log/pm2/vizora-realtime-out.log';
const escalations = async (bench: Bench) =>
  (await bench.metrics()).split('\n').filter((line) => line.startsWith('vizora_remediation_escalated{'));

describe('logs on a disk that is critically full', () => {
  it('are trimmed, the largest first, until it is no longer, and the others stay whole', async (t) => {
    const bench = await startBench(t);
    fill(bench, 0.902, 60 * MB, 300 * MB);
    await bench.alert(diskFull('/'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(bench.world.acts, [{ verb: 'trim', on: ERR, value: 20 * MB }]);
    const [only] = await bench.remediations();
    assert.deepEqual([only?.['target'], only?.['outcome']], ['host//', 'fixed']);
    const { after } = await detail(bench);
    assert.deepEqual([after['used_ratio'], after['bytes_freed']], [0.895, 280 * MB]);
  });

  it('are all trimmed where that does not help, and people hear of it once', async (t) => {
    const bench = await startBench(t);
    fill(bench, 0.95, 60 * MB, 300 * MB);
    await bench.alert(diskFull('/'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(
      bench.world.acts.map(({ on }) => on),
      [ERR, OUT, REALTIME],
    );
    assert.match(String((await bench.remediations())[0]?.['detail']), /94 % used, of which logs hold .* 60/);
    await bench.pass(2 * 3_600_000);
    assert.deepEqual(await outcomes(bench), ['not_fixed']);
    assert.equal((await decided(bench)).at(-1), 'refuse nothing_to_trim');
    const told = await escalations(bench);
    assert.equal(told.length, 1);
    assert.match(
      told[0] ?? '',
      /action="trim_logs".*reason="not_fixed"|reason="not_fixed".*action="trim_logs"/,
    );
  });

  it('are not fixed by trimming that changes nothing, however often, and people hear of it once', async (t) => {
    const bench = await startBench(t);
    fill(bench, 0.95, 60 * MB, 300 * MB);
    bench.world.lies = true;
    await bench.alert(diskFull('/'));
    await bench.until('both attempts are over', finished(bench, 2), 10_800_000);
    await bench.pass(600_000);
    assert.deepEqual(await outcomes(bench), ['not_fixed', 'not_fixed']);
    assert.equal((await escalations(bench)).length, 1);
  });

  const refused: [what: string, folder: string, arrange: (bench: Bench) => void, reason: string][] = [
    ['it is not so full', '/', (bench) => fill(bench, 0.8999, 60 * MB, 300 * MB), 'already_good'],
    ['all are short', '/', (bench) => fill(bench, 0.95, 20 * MB, MB, {}), 'nothing_to_trim'],
    [
      'they lie on another disk',
      '/',
      (bench) => {
        fill(bench, 0.95, 60 * MB, 300 * MB, { device: 2 });
        bench.world.logs.put(REALTIME, 20 * MB);
      },
      'nothing_to_trim',
    ],
    [
      'they may not be trimmed',
      '/',
      (bench) => {
        fill(bench, 0.95, 60 * MB, 300 * MB, { refusal: 'it is a link' });
        bench.world.logs.put(REALTIME, 20 * MB);
      },
      'log_refused',
    ],
    ['nobody watches the disk', '/srv', (bench) => fill(bench, 0.95, 60 * MB, 300 * MB), 'target_unknown'],
    ['the disk is no path', 'root', (bench) => fill(bench, 0.95, 60 * MB, 300 * MB), 'invalid_target'],
    [
      'the disk cannot be read',
      '/',
      (bench) => {
        fill(bench, 0.95, 60 * MB, 300 * MB);
        bench.world.disks.broken = true;
      },
      'inventory_unreadable',
    ],
    [
      'PM2 does not answer',
      '/',
      (bench) => {
        fill(bench, 0.95, 60 * MB, 300 * MB);
        bench.world.pm2Silent = true;
      },
      'evidence_unknown',
    ],
  ];
  for (const [what, folder, arrange, reason] of refused) {
    it(`are left alone when ${what}`, async (t) => {
      const bench = await startBench(t);
      arrange(bench);
      if (reason === 'nothing_to_trim') bench.world.logs.put(REALTIME, 20 * MB);
      await bench.alert(diskFull(folder));
      await bench.pass(30_000);
      assert.equal((await decided(bench))[0], `refuse ${reason}`);
      assert.deepEqual([bench.world.acts, await escalations(bench)], [[], []]);
    });
  }

  it('are trimmed at the configured share, to the byte', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { trim_logs: { disk_ratio: 0.5 } } } });
    fill(bench, 0.5, 60 * MB, 300 * MB);
    await bench.alert(diskFull('/'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual(await outcomes(bench), ['fixed']);
  });

  it('are left alone where the labels pair the incident of an app with a disk, or the other way round', async (t) => {
    const bench = await startBench(t);
    fill(bench, 0.95, 60 * MB, 300 * MB);
    await bench.alert({ ...diskFull('/'), incident: 'log_oversized' });
    await bench.alert({ ...logOversized('vizora-web'), incident: 'storage_high' });
    await bench.pass(30_000);
    assert.deepEqual(new Set(await decided(bench)), new Set(['refuse invalid_target']));
  });

  it('go no further when the disk cannot be read any more after the first', async (t) => {
    const bench = await startBench(t);
    fill(bench, 0.95, 60 * MB, 300 * MB);
    bench.world.onAct = () => {
      bench.world.disks.broken = true;
    };
    await bench.alert(diskFull('/'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual([bench.world.acts.length, await outcomes(bench)], [1, ['unknown']]);
  });

  it('are left whole when they were rotated after the evidence', async (t) => {
    const bench = await startBench(t);
    fill(bench, 0.95, 10 * MB, 300 * MB);
    bench.world.logs.put(REALTIME, 20 * MB);
    let looks = 0;
    const { look } = bench.world.logs.writer;
    bench.world.logs.writer.look = async (paths) => {
      looks += 1;
      if (looks === 2) bench.world.logs.put(ERR, 300 * MB, { inode: 4_711 });
      return look(paths);
    };
    await bench.alert(diskFull('/'));
    await bench.until('it is over', finished(bench, 1));
    assert.deepEqual([await outcomes(bench), bench.world.acts], [['skipped'], []]);
  });
});

async function detail(bench: Bench): Promise<{ after: Record<string, unknown> }> {
  const [only] = await bench.remediations();
  return (await bench.get(`/api/v1/remediations/${only?.['id']}`)) as { after: Record<string, unknown> };
}
