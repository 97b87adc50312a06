import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IncidentType } from '../../core/incidents.ts';
import type { ServerFault } from '../../core/server-error.ts';
import { momentAt } from '../agent.test-support.ts';
import { isJudgement, type Snapshot, type Statement } from '../agent.ts';
import type { Backups } from '../snapshot.ts';
import { dbMaintainer } from './db-maintainer.ts';

const HOUR = 3_600_000;
const now = Date.parse('2026-03-01T12:00:00Z');

type Sections = Pick<Snapshot, 'database' | 'redis' | 'logs' | 'backups'>;
type Database = NonNullable<NonNullable<Snapshot['database']>['value']>;
type Redis = NonNullable<NonNullable<Snapshot['redis']>['value']>;

const table = (name: string, special: Partial<Database['tables'][number]> = {}) => ({
  name,
  exists: true,
  statistics: { liveRows: 1_000, deadRows: 5, lastVacuumAt: now - 90 * HOUR, lastAnalyzeAt: null },
  ...special,
});

const database = (special: Partial<Database> = {}): Snapshot['database'] => ({
  at: now,
  value: {
    version: '15.18',
    sizeBytes: 1,
    connections: 12,
    connectionsMax: 97,
    longestTransactionSeconds: 0,
    isReplica: false,
    replicationLagSeconds: null,
    clockSkewMs: 0,
    tables: [table('Content'), table('users')],
    ...special,
  },
});

const redis = (special: Partial<Redis> = {}): Snapshot['redis'] => ({
  at: now,
  value: {
    version: '7.0.15',
    role: 'master',
    memoryUsedBytes: 10,
    memoryMaxBytes: 100,
    connectedClients: 3,
    evictedKeys: 0,
    keys: 7,
    ...special,
  },
});

const place = (name: Backups['place'], ageHours: number, special: object = {}): Backups => ({
  place: name,
  reading: {
    at: now,
    value: {
      newest: { name: 'b.dump', sizeBytes: 100, at: now - ageHours * HOUR },
      before: [{ name: 'a.dump', sizeBytes: 100, at: now - (ageHours + 24) * HOUR }],
      checksum: 'verified',
      ...special,
    },
  },
});

const broken = (kind: ServerFault) => ({ at: now, value: null, kind, detail: `it was ${kind}` });

const healthy: Sections = {
  database: database(),
  redis: redis(),
  logs: { at: now, value: [{ app: 'vizora-web', bytes: 5_000 }] },
  backups: [place('directory', 3), place('s3', 4)],
};

const inspect = (special: Partial<Sections> = {}): Statement[] => [
  ...dbMaintainer.inspect({ ...healthy, ...special } as Snapshot, momentAt(now)),
];
const verdicts = (special: Partial<Sections>, incident?: IncidentType) =>
  inspect(special)
    .filter(isJudgement)
    .filter((judgement) => incident === undefined || judgement.incident === incident)
    .map(({ target, finding }) => [`${target.kind}/${target.id}`, finding.verdict]);
/** Reason of the gap, or that there is none. */
const coverage = (special: Partial<Sections>, incident: IncidentType) =>
  inspect(special).flatMap((s) =>
    isJudgement(s) || s.incident !== incident ? [] : [s.gap?.reason ?? 'covered'],
  );

describe('db-maintainer', () => {
  it('finds nothing wrong where all is well, and covers each of its checks', () => {
    const statements = inspect();
    const judged = statements.filter(isJudgement);
    assert.deepEqual([...new Set(judged.map(({ finding }) => finding.verdict))], ['good']);
    const seen = judged.map(
      ({ incident, target }) => `${incident} ${target.kind}/${target.id} ${target.org}`,
    );
    assert.deepEqual(seen.toSorted(), [
      'backup_shrunk backup/directory platform',
      'backup_shrunk backup/s3 platform',
      'backup_stale backup/directory platform',
      'backup_stale backup/s3 platform',
      'connections_high dependency/database platform',
      'log_oversized process/vizora-web platform',
      'redis_memory_high dependency/redis platform',
      'table_missing table/Content platform',
      'table_missing table/users platform',
      'vacuum_overdue table/Content platform',
      'vacuum_overdue table/users platform',
    ]);
    for (const incident of dbMaintainer.raises)
      assert.deepEqual(coverage({}, incident), ['covered'], incident);
  });

  it('finds no target in what is not configured, so that what was open of it ends', () => {
    const said = inspect({ database: null, redis: null, backups: null });
    assert.deepEqual(
      said.filter(isJudgement).map(({ incident }) => incident),
      ['log_oversized'],
    );
    for (const incident of dbMaintainer.raises)
      assert.deepEqual(
        coverage({ database: null, redis: null, backups: null }, incident),
        ['covered'],
        incident,
      );
  });

  it('finds the table that is overdue, by the clock of the database', () => {
    const statistics = (age: number) => ({
      liveRows: 0,
      deadRows: 20_000,
      lastVacuumAt: now - age,
      lastAnalyzeAt: null,
    });
    const tables = [table('Content', { statistics: statistics(26 * HOUR) }), table('users')];
    assert.deepEqual(verdicts({ database: database({ tables }) }, 'vacuum_overdue'), [
      ['table/Content', 'bad'],
      ['table/users', 'good'],
    ]);
    const behind = database({ tables, clockSkewMs: 1 });
    assert.deepEqual(verdicts({ database: behind }, 'vacuum_overdue')[0], ['table/Content', 'good']);
  });

  it('finds the table that is missing, and judges nothing else about it', () => {
    const tables = [table('Content'), table('devices', { exists: false, statistics: null })];
    const special = { database: database({ tables }) };
    assert.deepEqual(verdicts(special, 'table_missing'), [
      ['table/Content', 'good'],
      ['table/devices', 'bad'],
    ]);
    assert.deepEqual(verdicts(special, 'vacuum_overdue'), [['table/Content', 'good']]);
  });

  it('cannot say of a table what is not counted', () => {
    const tables = [table('Content', { statistics: null })];
    assert.deepEqual(verdicts({ database: database({ tables }) }, 'vacuum_overdue'), [
      ['table/Content', 'unknown'],
    ]);
  });

  it('finds that the connections run out, and cannot say when it may not see them', () => {
    assert.deepEqual(verdicts({ database: database({ connections: 90 }) }, 'connections_high'), [
      ['dependency/database', 'bad'],
    ]);
    assert.deepEqual(verdicts({ database: database({ connections: null }) }, 'connections_high'), [
      ['dependency/database', 'unknown'],
    ]);
  });

  it('concludes nothing from a database that cannot be read, and nothing is covered but what is one', () => {
    for (const [kind, reason] of [
      ['refused', 'source_down'],
      ['timeout', 'source_down'],
      ['authentication', 'not_readable'],
      ['permission', 'not_readable'],
      ['unexpected', 'not_readable'],
    ] as const) {
      const special = { database: broken(kind) };
      assert.deepEqual(verdicts(special, 'connections_high'), [['dependency/database', 'unknown']]);
      for (const incident of ['vacuum_overdue', 'table_missing'] as const) {
        assert.deepEqual(verdicts(special, incident), []);
        assert.deepEqual(coverage(special, incident), [reason]);
      }
    }
  });

  it('goes on with the rest when one source fails', () => {
    const failing: readonly [Partial<Sections>, lost: number][] = [
      [{ database: broken('timeout') }, 5],
      [{ redis: broken('refused') }, 1],
      [{ logs: { at: now, value: null, detail: 'PM2 did not answer' } }, 1],
      [
        {
          backups: [{ place: 's3', reading: { at: now, value: null, detail: 'no' } }, place('directory', 3)],
        },
        2,
      ],
    ];
    for (const [special, lost] of failing) {
      const good = verdicts(special).filter(([, verdict]) => verdict === 'good');
      assert.equal(good.length, verdicts({}).length - lost, JSON.stringify(special));
    }
  });

  it('finds that the memory of Redis runs out, and judges nothing where nothing limits it', () => {
    const judge = (special: Snapshot['redis']) => verdicts({ redis: special }, 'redis_memory_high');
    assert.deepEqual(judge(redis({ memoryUsedBytes: 90 })), [['dependency/redis', 'bad']]);
    assert.deepEqual(judge(broken('timeout')), [['dependency/redis', 'unknown']]);
    const unlimited = redis({ memoryMaxBytes: null, memoryUsedBytes: 1e12 });
    assert.deepEqual(judge(unlimited), []);
    assert.deepEqual(coverage({ redis: unlimited }, 'redis_memory_high'), ['covered']);
  });

  it('finds the app whose logs have grown too large, and does not take the unseen for none', () => {
    const logs = {
      at: now,
      value: [
        { app: 'vizora-web', bytes: 100_000_001 },
        { app: 'vizora-middleware', bytes: null, detail: 'EACCES' },
        { app: 'vizora-realtime', bytes: 100_000_000 },
      ],
    };
    assert.deepEqual(verdicts({ logs }, 'log_oversized'), [
      ['process/vizora-web', 'bad'],
      ['process/vizora-middleware', 'unknown'],
      ['process/vizora-realtime', 'good'],
    ]);
    const silent = { logs: { at: now, value: null, detail: 'PM2 did not answer' } };
    assert.deepEqual(
      [verdicts(silent, 'log_oversized'), coverage(silent, 'log_oversized')],
      [[], ['source_down']],
    );
  });

  it('finds the place whose newest backup is too old, broken or far too small', () => {
    const backups = [
      place('directory', 25),
      place('s3', 3, { newest: { name: 'b.dump', sizeBytes: 10, at: now - 3 * HOUR } }),
    ];
    assert.deepEqual(verdicts({ backups }, 'backup_stale'), [
      ['backup/directory', 'bad'],
      ['backup/s3', 'good'],
    ]);
    assert.deepEqual(verdicts({ backups }, 'backup_shrunk'), [
      ['backup/directory', 'good'],
      ['backup/s3', 'bad'],
    ]);
    const mismatched = [place('directory', 3, { checksum: 'mismatched' })];
    assert.deepEqual(verdicts({ backups: mismatched }, 'backup_stale'), [['backup/directory', 'bad']]);
    const pending = [place('directory', 3, { checksum: 'pending' })];
    assert.deepEqual(verdicts({ backups: pending }, 'backup_stale'), [['backup/directory', 'unknown']]);
  });

  it('takes a place that cannot be read for neither empty nor well', () => {
    const backups: Backups[] = [{ place: 's3', reading: { at: now, value: null, detail: 'refused' } }];
    for (const incident of ['backup_stale', 'backup_shrunk'] as const) {
      assert.deepEqual(verdicts({ backups }, incident), [['backup/s3', 'unknown']]);
    }
    const none = [place('s3', 0, { newest: null, before: [], checksum: 'absent' })];
    assert.deepEqual(verdicts({ backups: none }, 'backup_stale'), [['backup/s3', 'bad']]);
  });
});
