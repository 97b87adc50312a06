import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

describe('npm run clean', () => {
  let checkout;
  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), 'vizora-ops-clean-'));
    cpSync(import.meta.dirname, join(checkout, 'prepare'), { recursive: true });
    for (const folder of ['dist', 'node_modules', '.vizora-ops/local/pids']) {
      mkdirSync(join(checkout, folder), { recursive: true });
    }
  });
  afterEach(() => rmSync(checkout, { recursive: true, force: true }));

  const clean = () =>
    spawnSync(process.execPath, [join(checkout, 'prepare/clean.mjs')], { encoding: 'utf8' });
  const has = (folder) => existsSync(join(checkout, folder));

  it('removes all that was prepared, and names it', () => {
    assert.match(clean().stdout, /removed .*\.vizora-ops\n.*removed .*dist\n.*removed .*node_modules\n$/);
    assert.deepEqual([has('.vizora-ops'), has('dist'), has('node_modules')], [false, false, false]);
    assert.match(clean().stdout, /nothing to remove/);
  });

  it('refuses while a part of a local stack runs from here', () => {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const start_ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const record = JSON.stringify({ pid: process.pid, start_ticks });
    writeFileSync(join(checkout, '.vizora-ops/local/pids/prometheus.json'), record);
    const { status, stderr } = clean();
    assert.equal(status, 1);
    assert.match(stderr, /still runs from here:\n {4}prometheus \(process \d+\)/);
    assert.equal(has('.vizora-ops'), true);
  });

  it('does not mind a part that has ended, nor another process with its number', () => {
    const record = JSON.stringify({ pid: process.pid, start_ticks: '1' });
    writeFileSync(join(checkout, '.vizora-ops/local/pids/prometheus.json'), record);
    assert.equal(clean().status, 0);
  });
});
