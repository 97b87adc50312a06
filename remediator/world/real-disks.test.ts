import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { lookAtLog } from '../../core/files/log-file.ts';
import { realDisks } from './real-disks.ts';

it('a disk of this host is known to be the one on which a file lies, and another is not', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'app.log');
  writeFileSync(file, 'x');
  const disks = realDisks([folder]);
  const { device, usedRatio } = await disks.usage(folder);
  assert.equal((await lookAtLog(file, [folder])).device, device);
  assert.notEqual((await lookAtLog('/proc/self/status', [folder])).device, device);
  assert.ok(usedRatio > 0 && usedRatio <= 1);
  await assert.rejects(disks.usage(join(folder, 'none')), /ENOENT/);
});
