import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { diskUsage } from './disk-usage.ts';

test('a disk is as full as df says', async () => {
  const { usedRatio, totalBytes, availableBytes } = await diskUsage('/');
  const [, line = ''] = execFileSync('df', ['--block-size=1', '--output=size,avail,pcent', '/'], {
    encoding: 'utf8',
  }).split('\n');
  const [size, available, percent] = line
    .trim()
    .split(/\s+/)
    .map((word) => Number.parseInt(word, 10));
  assert.equal(totalBytes, size);
  // Others write meanwhile.
  assert(Math.abs(availableBytes - (available ?? 0)) < 200_000_000);
  // df rounds up.
  assert(Math.abs(usedRatio * 100 - (percent ?? 0)) <= 1.5, `${usedRatio} and ${percent} %`);
});

test('a folder that is not there is an error that names it', async () => {
  await assert.rejects(diskUsage('/nowhere/at/all'), /ENOENT.*\/nowhere\/at\/all/);
});

test('what lies on no real disk tells nothing', async () => {
  await assert.rejects(diskUsage('/proc'), /\/proc lies on no disk/);
});
