import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { mergeRequests } from './merge-requests.ts';

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'requests-'));
  const line = (at_ms: number, place: string) => `${JSON.stringify({ at_ms, path: place })}\n`;
  const write = (file: string, text: string) => appendFileSync(join(path, `${file}.jsonl`), text);
  const merger = mergeRequests(path);
  return { merger, line, write, paths: () => merger.after(0, 100).map((request) => request.path) };
}

describe('the merged request log', () => {
  it('is empty while no app has written', () => {
    assert.deepEqual(mergeRequests(join(tmpdir(), 'there-is-no-such-folder')).after(0, 10), []);
  });
  it('numbers the requests of all processes in the order of their time', () => {
    const { merger, line, write } = folder();
    write('one', line(1, '/a') + line(4, '/d'));
    write('two', line(2, '/b') + line(3, '/c'));
    assert.deepEqual(
      merger.after(0, 10).map(({ seq, path }) => [seq, path]),
      [
        [1, '/a'],
        [2, '/b'],
        [3, '/c'],
        [4, '/d'],
      ],
    );
  });
  it('keeps the numbers it has given, and gives what came later', () => {
    const { merger, line, write } = folder();
    write('one', line(5, '/first'));
    assert.equal(merger.after(0, 10).length, 1);
    write('two', line(1, '/late'));
    assert.deepEqual(
      merger.after(1, 10).map(({ seq, path }) => [seq, path]),
      [[2, '/late']],
    );
  });
  it('waits for the rest of a line that is half written', () => {
    const { line, write, paths } = folder();
    const whole = line(1, '/grüße');
    write('one', whole.slice(0, 12));
    assert.deepEqual(paths(), []);
    write('one', whole.slice(12));
    assert.deepEqual(paths(), ['/grüße']);
  });
});
