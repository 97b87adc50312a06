import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { findPrograms } from './find-programs.mjs';

describe('finding programs', () => {
  let machine;
  beforeEach(() => {
    machine = mkdtempSync(join(tmpdir(), 'vizora-ops-machine-'));
  });
  afterEach(() => rmSync(machine, { recursive: true, force: true }));

  function has(file, mode = 0o755) {
    mkdirSync(dirname(join(machine, file)), { recursive: true });
    writeFileSync(join(machine, file), '', { mode });
  }
  const found = () => {
    const programs = findPrograms(machine, ['usr/local/bin', 'usr/bin']);
    return Object.fromEntries(
      Object.entries(programs).map(([key, file]) => [key, file.slice(machine.length + 1)]),
    );
  };

  it('finds nothing on an empty machine', () => {
    assert.deepEqual(found(), {});
  });

  it("knows Alertmanager by upstream's name and by Debian's", () => {
    has('usr/bin/alertmanager');
    assert.deepEqual(found(), { alertmanager: 'usr/bin/alertmanager' });
    has('usr/bin/prometheus-alertmanager');
    assert.deepEqual(found(), { alertmanager: 'usr/bin/prometheus-alertmanager' });
  });

  it('goes by the order of the PATH, and past what cannot be run', () => {
    has('usr/local/bin/redis-server', 0o644);
    has('usr/bin/redis-server');
    assert.deepEqual(found(), { redisServer: 'usr/bin/redis-server' });
  });

  it('takes the newest PostgreSQL that has server and initdb both, and none that is too old', () => {
    for (const version of [11, 15, 16, 17]) has(`usr/lib/postgresql/${version}/bin/postgres`);
    for (const version of [11, 15, 16]) has(`usr/lib/postgresql/${version}/bin/initdb`);
    assert.deepEqual(found(), {
      postgres: 'usr/lib/postgresql/16/bin/postgres',
      initdb: 'usr/lib/postgresql/16/bin/initdb',
    });
  });
});
