import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { isReachable, postgresUser } from './postgres-user.mjs';

const root = 'root:x:0:0:root:/root:/bin/sh';
const nobody = 'nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin';
const postgres = 'postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash';

describe('whom PostgreSQL runs as', () => {
  it('is ourselves when we are not root', () => {
    assert.equal(postgresUser([root, postgres].join('\n'), 1000), null);
  });

  it('is postgres where there is one, else nobody', () => {
    assert.deepEqual(postgresUser([root, nobody, postgres].join('\n'), 0), { uid: 101, gid: 104 });
    assert.deepEqual(postgresUser([root, nobody].join('\n'), 0), { uid: 65534, gid: 65533 });
  });

  it('is nobody whom we can name on a machine without either', () => {
    assert.throws(() => postgresUser(root, 0), /refuses to run as root/);
  });
});

describe('a folder is reachable', () => {
  const somebody = { uid: 4_000_001, gid: 4_000_001 };

  it('only when every folder on the way lets that user pass', () => {
    const outer = mkdtempSync(join(tmpdir(), 'vizora-ops-reach-'));
    const inner = join(outer, 'inner');
    mkdirSync(inner, { mode: 0o711 });
    try {
      chmodSync(outer, 0o700);
      assert.equal(isReachable(inner, somebody), false);
      chmodSync(outer, 0o711);
      assert.equal(isReachable(inner, somebody), true);
      chmodSync(inner, 0o700);
      assert.equal(isReachable(inner, somebody), false);
    } finally {
      rmSync(outer, { recursive: true });
    }
  });
});
