import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { logSizes } from './log-sizes.ts';

describe('the size of logs', () => {
  let folder: string;
  const file = (name: string, size = 0) => {
    const path = join(folder, name);
    if (size > 0) writeFileSync(path, 'x'.repeat(size));
    return path;
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'logs-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const app = (name: string, ...logFiles: string[]) => ({ name, logFiles });

  it('is that of all files of an app, its workers included, a shared one once', async () => {
    const merged = file('merged.log', 1_000);
    assert.deepEqual(
      await logSizes([
        app('api', merged, file('api-error-0.log', 30)),
        app('api', merged, file('api-error-1.log', 4)),
        app('web', file('web.log', 7)),
      ]),
      [
        { app: 'api', bytes: 1_034 },
        { app: 'web', bytes: 7 },
      ],
    );
  });

  it('counts nothing for a file that is not there, for a device, or for what was rotated away', async () => {
    file('old.log.1', 500);
    assert.deepEqual(await logSizes([app('web', file('old.log'), '/dev/null'), app('mute')]), [
      { app: 'web', bytes: 0 },
      { app: 'mute', bytes: 0 },
    ]);
  });

  it('is not known when one file may not be looked at, and that of other apps is', async () => {
    const loop = join(folder, 'loop.log');
    symlinkSync(loop, loop);
    const [web, api] = await logSizes([app('web', loop, file('w.log', 5)), app('api', file('a.log', 5))]);
    assert.equal(web?.bytes, null);
    assert.match(web?.detail ?? '', /ELOOP.*loop\.log/);
    assert.deepEqual(api, { app: 'api', bytes: 5 });
  });
});
