import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  let line = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      line += String(chunk);
      done();
    },
  });
  write(createLog('exporter', 'info', sink));
  return JSON.parse(line) as Record<string, unknown>;
}

test('a log line is JSON with process, level, time and message', () => {
  const line = logged((log) => log.info({ agent: 'schedule-doctor' }, 'looked'));
  assert.equal(line['name'], 'exporter');
  assert.equal(line['level'], 'info');
  assert.equal(line['agent'], 'schedule-doctor');
  assert.equal(line['msg'], 'looked');
  assert.match(String(line['time']), /^\d{4}-\d\d-\d\dT/);
});

test('secrets are redacted at the top and below', () => {
  const secrets = { password: 'p', headers: { authorization: 'Bearer t' }, a: { b: { jwtToken: 'j' } } };
  const text = JSON.stringify(logged((log) => log.info(secrets, 'x')));
  assert.doesNotMatch(text, /Bearer|"p"|"j"/);
  assert.equal(text.match(/\[redacted\]/g)?.length, 3);
});

test('what a label or an answer holds begins no line of its own, and gives a terminal nothing to obey', () => {
  let text = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const hostile = 'web\n{"level":"error","msg":"forged"}\r\u001b[2J\u2028';
  createLog('remediator', 'info', sink).info({ target_id: hostile, [hostile]: 1 }, hostile);
  assert.equal(text.trimEnd().split(/[\n\r]/).length, 1);
  assert.ok(!text.includes('\u001b'));
  assert.equal(JSON.parse(text).target_id, hostile);
});
