import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runToEnd } from './run-program.ts';

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'vizora-ops-bad-')), 'vizora-ops.yaml');
  writeFileSync(path, text);
  return path;
};

const cases = [
  ['an unknown key', 'remediator: {moed: act}\n', /unknown setting remediator\.moed/],
  ['malformed YAML', 'vizora: [\n', /line \d/],
  ['a mode that does not exist', 'remediator: {mode: yolo}\n', /remediator\.mode/],
] as const;

for (const program of ['exporter', 'remediator'] as const) {
  for (const [what, text, message] of cases) {
    test(`${program} refuses to start with ${what}, exits with 2 and says what and where`, async () => {
      const ended = await runToEnd(program, ['--config.file', file(text)]);
      assert.equal(ended.code, 2);
      assert.match(ended.stderr, message);
      assert.equal(ended.stdout, '');
    });
  }

  test(`${program} refuses an unknown option as wrong usage`, async () => {
    const ended = await runToEnd(program, ['--frobnicate']);
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /unknown option '--frobnicate'/);
  });

  test(`${program} tells its version and its options`, async () => {
    assert.match((await runToEnd(program, ['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
    assert.match((await runToEnd(program, ['--help'])).stdout, /--config\.file/);
  });
}

test('the remediator does not start its intake without a token for it', async () => {
  const ended = await runToEnd('remediator', ['--config.file', file('remediator: {mode: observe}\n')]);
  assert.notEqual(ended.code, 0);
  assert.match(ended.stdout + ended.stderr, /alertmanager_token_file/);
});
