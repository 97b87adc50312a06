import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { lookAtLog, trimLog } from './log-file.ts';

const KEEP = 100_000;
const never = new AbortController().signal;

/** Appends numbered lines as fast as it can, as PM2 does: by one descriptor that was opened once. */
const WRITER = `
  const { openSync, writeSync } = require('node:fs');
  const log = openSync(process.argv[1], 'a');
  process.once('SIGTERM', () => { console.log(n); process.exit(); });
  let n = 0;
  const write = () => {
    for (let i = 0; i < 100; i++) writeSync(log, 'line ' + (n += 1) + ' of what the app says\\n');
    setImmediate(write);
  };
  write();`;

describe('a log file', () => {
  let home: string;
  let folder: string;
  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'log-file-')));
    folder = join(home, 'logs');
    mkdirSync(folder);
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const put = (name: string, bytes = 1_000_000): string => {
    const path = join(folder, name);
    writeFileSync(path, '');
    while (statSync(path).size < bytes) appendFileSync(path, `${'x'.repeat(99)}\n`.repeat(1_000));
    return path;
  };
  const trim = async (path: string, keep = KEEP, folders = [folder]) =>
    trimLog(await lookAtLog(path, folders), keep, folders, never);

  it('keeps its end, and a block more at most', async () => {
    const path = put('app.log');
    appendFileSync(path, 'the last words\n');
    const before = readFileSync(path);
    const gone = await trim(path);
    const after = readFileSync(path);
    assert.equal(gone, before.length - after.length);
    assert.ok(after.length >= KEEP && after.length < KEEP + 4_096, String(after.length));
    assert.ok(before.subarray(gone).equals(after));
  });

  it('loses nothing of what is written meanwhile, and is never empty', async () => {
    const path = join(folder, 'app.log');
    const writer = spawn(process.execPath, ['--eval', WRITER, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    writer.stdout.on('data', (chunk) => {
      said += chunk;
    });
    let smallest = Number.POSITIVE_INFINITY;
    let [trims, gone] = [0, 0];
    const deadline = Date.now() + 20_000;
    while (trims < 10 && Date.now() < deadline) {
      const { bytes } = await lookAtLog(path, [folder]);
      if (bytes < 5 * KEEP) await delay(5);
      else {
        gone += await trim(path);
        trims += 1;
        smallest = Math.min(smallest, statSync(path).size);
      }
    }
    writer.kill();
    await once(writer, 'close');
    assert.equal(trims, 10);
    assert.ok(smallest >= KEEP);
    const [, ...whole] = readFileSync(path, 'latin1').trimEnd().split('\n');
    const numbers = whole.map((line) => Number(/^line (\d+) of what the app says$/.exec(line)?.[1]));
    const last = Number(said);
    assert.ok(numbers.length > 1_000);
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => last - numbers.length + 1 + index),
      'every line from the first that is left to the last that was written',
    );
    assert.ok(gone > 10 * KEEP);
  });

  it('is left as it is when it is short', async () => {
    const path = put('app.log', 50_000);
    const { size } = statSync(path);
    assert.equal(await trim(path), 0);
    assert.equal(statSync(path).size, size);
  });

  it('is never emptied, however little is to be kept', async () => {
    const path = put('app.log');
    // As many whole blocks as fit.
    truncateSync(path, 4_096 * 200);
    await trim(path, 0);
    assert.equal(statSync(path).size, 4_096);
  });

  const refused: [what: string, arrange: (path: string) => string, refusal: RegExp][] = [
    [
      'a link',
      (path) => {
        symlinkSync(path, join(folder, 'link.log'));
        return join(folder, 'link.log');
      },
      /is a link/,
    ],
    [
      'a file with a second name',
      (path) => {
        linkSync(path, join(home, 'other'));
        return path;
      },
      /second name/,
    ],
    [
      'a file outside',
      (path) => {
        writeFileSync(join(home, 'other'), readFileSync(path));
        return join(home, 'other');
      },
      /outside/,
    ],
    [
      'a file outside that is called as if it were within',
      (path) => {
        writeFileSync(join(home, 'other'), readFileSync(path));
        return `${folder}/../other`;
      },
      /outside/,
    ],
    [
      'a file in a folder that leads outside',
      (path) => {
        mkdirSync(join(home, 'elsewhere'));
        writeFileSync(join(home, 'elsewhere', 'app.log'), readFileSync(path));
        symlinkSync(join(home, 'elsewhere'), join(folder, 'sub'));
        return join(folder, 'sub', 'app.log');
      },
      /outside/,
    ],
    ['what is no file', () => '/dev/null', /no plain file/],
  ];
  for (const [what, arrange, refusal] of refused) {
    it(`is not touched when it is ${what}`, async () => {
      const path = arrange(put('app.log'));
      const seen = await lookAtLog(path, [folder]);
      assert.match(seen.refusal ?? '', refusal);
      await assert.rejects(trimLog(seen, KEEP, [folder], never));
      assert.ok(path === '/dev/null' || statSync(path).size >= 1_000_000);
    });
  }

  it('is not touched when it belongs to another user than its folder', async (t) => {
    if (process.getuid?.() !== 0) return t.skip('only root can give a file away');
    const path = put('app.log');
    chownSync(path, 12_345, 12_345);
    const seen = await lookAtLog(path, [folder]);
    assert.match(seen.refusal ?? '', /another user/);
    await assert.rejects(trimLog(seen, KEEP, [folder], never), /another user/);
    // One that belongs to whom the folder belongs to is, whoever we are.
    chownSync(folder, 12_345, 12_345);
    assert.ok((await trim(path)) > 0);
  });

  it('is not touched when it was replaced after the look, as a rotation does', async () => {
    const path = put('app.log');
    const seen = await lookAtLog(path, [folder]);
    await assert.rejects(
      trimLog({ ...seen, inode: Number(seen.inode) + 1 }, KEEP, [folder], never),
      /another file/,
    );
    assert.ok(statSync(path).size >= 1_000_000);
  });

  it('is not touched by a name that has become a link to it', async () => {
    const path = put('app.log');
    const link = join(folder, 'link.log');
    symlinkSync(path, link);
    const { inode } = await lookAtLog(path, [folder]);
    await assert.rejects(trimLog({ path: link, inode }, KEEP, [folder], never), /ELOOP/);
    assert.ok(statSync(path).size >= 1_000_000);
  });

  it('is found to be not there', async () => {
    const seen = await lookAtLog(join(folder, 'none.log'), [folder]);
    assert.deepEqual([seen.bytes, seen.inode, seen.refusal], [0, null, 'it is not there']);
  });

  it('is an error where the file system cannot do it, and stays whole', async (t) => {
    const place = '/dev/shm';
    let other: string;
    try {
      other = mkdtempSync(join(place, 'log-file-'));
    } catch {
      return t.skip(`no ${place} to write to`);
    }
    try {
      const path = join(other, 'app.log');
      writeFileSync(path, '');
      truncateSync(path, 1_000_000);
      const seen = await lookAtLog(path, [other]);
      await assert.rejects(trimLog(seen, KEEP, [other], never), /does not trim it .*not supported/i);
      assert.equal(statSync(path).size, 1_000_000);
    } finally {
      rmSync(other, { recursive: true });
    }
  });
});
