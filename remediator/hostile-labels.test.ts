import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type Bench,
  contentExpired,
  contentOrphaned,
  diskFull,
  displayError,
  displayOffline,
  logOversized,
  processErrored,
  processMemoryHigh,
  schedulePastEnd,
  serviceDown,
  serviceStuck,
  startBench,
  storageHigh,
  vacuumOverdue,
} from './bench.test-support.ts';
import { contentId } from './world/fake-contents.test-support.ts';
import { displayId } from './world/fake-displays.test-support.ts';
import { scheduleId } from './world/fake-world.test-support.ts';

type Row = Record<string, unknown>;

const LOG = '/var/log/pm2/vizora-web-out.log';

/** What another process sees in the store: only what has been committed. */
function committed(bench: Bench, query: string): Row[] {
  const other = new DatabaseSync(join(bench.dataDir, 'store', 'remediator.sqlite'), { readOnly: true });
  try {
    return other.prepare(query).all();
  } finally {
    other.close();
  }
}

describe('invariant 10: alert data is inert', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '$(reboot)',
      '`id`',
      "'; DROP TABLE remediations; --",
      '../../etc/passwd',
      '<script>alert(1)</script>',
      'all',
      '-1',
      '__proto__',
      'constructor',
      'vizora-web; pm2 kill',
      'vizora-web:3:4',
      'vizora-web:99999',
      '/etc',
      '//../..',
      scheduleId(1),
      contentId(1),
      contentId(2),
      'vizora-web',
      'middleware',
      displayId(1),
      '{{ .Labels }}',
      '\u0000',
      '"} or remediation=~".*"',
    ),
  );

  it('no label changes what is called, or with what kind of arguments', async (t) => {
    const bench = await startBench(t, {
      remediator: {
        database_url: { env: 'MAINTENANCE_URL' },
        actions: {
          vacuum_tables: { attempts: 9, cooldown: '1s', target_per_hour: 99, per_hour: 999, per_day: 999 },
          trim_logs: { attempts: 9, cooldown: '1s', target_per_hour: 99, per_hour: 999, per_day: 999 },
          archive_content: { modes: { content_orphaned: 'act' }, cooldown: '1s', max_share: 1 },
          archive_oldest_inactive: { mode: 'act', cooldown: '1s' },
          restart_process: { attempts: 9, cooldown: '1s', target_per_hour: 99, per_hour: 999, per_day: 999 },
          reconnect_display: {
            attempts: 9,
            cooldown: '1s',
            target_per_hour: 99,
            verify_within: '1s',
            settle: '1s',
          },
        },
      },
    });
    bench.world.hang(2);
    bench.world.hang(3);
    bench.world.endSchedule(1);
    bench.world.tables.fill('AuditLog');
    bench.world.host.stuckOn.add('redis');
    Object.assign(bench.world.processes[3] ?? {}, { logFiles: [LOG] });
    bench.world.logs.put(LOG, 150_000_000);
    bench.world.disks.fill('/', 0.95);
    bench.world.expireContent(1);
    bench.world.orphanContent(2);
    bench.world.sweepContent(3);
    bench.world.storage.usedBytes = 950_000_000;
    bench.world.fleet.silence(1, 1_200_000, { onReload: 'nothing' });
    bench.world.fleet.fail(2);
    const known = Object.keys(serviceDown('web'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          serviceDown('realtime'),
          processErrored('vizora-web:3'),
          serviceStuck('realtime'),
          processMemoryHigh('vizora-web'),
          vacuumOverdue('AuditLog'),
          logOversized('vizora-web'),
          diskFull('/'),
          schedulePastEnd(scheduleId(1)),
          contentExpired(contentId(1)),
          contentOrphaned(contentId(2)),
          storageHigh('acme'),
          displayOffline(displayId(1)),
          displayError(displayId(2)),
        ),
        fc.dictionary(fc.oneof(fc.constantFrom(...known), hostile), hostile, { minKeys: 1, maxKeys: 4 }),
        async (sound, changed) => {
          const labels = { ...sound, ...changed };
          bench.alertmanager.alerts.splice(0);
          bench.alertmanager.fire(labels, bench.clock.now());
          const answer = await bench.deliver([{ labels }]);
          assert.equal(answer.status, 200);
          await bench.pass(6_000);
        },
      ),
      { numRuns: 140, seed: 1 },
    );
    const verbs = new Set(bench.world.acts.map(({ verb }) => verb));
    assert.deepEqual(
      [...verbs].sort(),
      [
        'archiveContent',
        'reloadDisplay',
        'restart',
        'setDisplayStatus',
        'setScheduleActive',
        'trim',
        'vacuum',
      ],
      'sound labels do act',
    );
    for (const { verb, on, value } of bench.world.acts) {
      if (verb === 'setScheduleActive') assert.deepEqual([on, value], [scheduleId(1), false]);
      else if (verb === 'setDisplayStatus') assert.deepEqual([on, value], [displayId(2), 'offline']);
      else if (verb === 'reloadDisplay') assert.deepEqual([on, value], [displayId(1), undefined]);
      else if (verb === 'vacuum') assert.equal(on, 'AuditLog');
      else if (verb === 'trim') assert.deepEqual([on, value], [LOG, 20_000_000]);
      else if (verb === 'archiveContent')
        assert.ok([1, 2, 3].map(contentId).includes(String(on)) && value === 'archived', `${verb} ${on}`);
      else
        assert.ok((verb === 'restart' || verb === 'reload') && [2, 3].includes(Number(on)), `${verb} ${on}`);
    }
    const reads = bench.world.reads.filter(
      (read) =>
        !/^(probe (realtime|web|middleware) \d|(schedule|content|display) [A-Za-z0-9-]{1,64}|storage)$/.test(
          read,
        ) && !/^((content|display) count|(content|playlist|display) list)$/.test(read),
    );
    assert.deepEqual(reads, []);
    const tables = committed(bench, "SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table'");
    assert.ok(Number(tables[0]?.['n']) >= 10, 'the store is whole');
    const decisions = await bench.get('/api/v1/decisions?limit=1000');
    assert.ok((decisions['decisions'] as Row[]).length >= 140);
    assert.doesNotMatch(await bench.metrics(), /DROP TABLE|script|reboot/);
  });
});
