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
