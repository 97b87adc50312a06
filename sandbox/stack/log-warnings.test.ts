import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { logWarnings } from './log-warnings.ts';

const line = (fields: object) => `${JSON.stringify({ level: 'warn', name: 'exporter', ...fields })}\n`;

test('a warning is told once, with its detail and where it belongs; what was there before is not', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'vizora-ops-log-')), 'exporter.log');
  appendFileSync(file, line({ msg: 'of an earlier run' }));
  const warnings = logWarnings(file);
  assert.deepEqual(warnings(), []);
  const whole = line({ org: 'acme', msg: 'schedules were not read whole', detail: '401' });
  appendFileSync(file, whole.slice(0, 20));
  assert.deepEqual(warnings(), []);
  appendFileSync(file, whole.slice(20));
  assert.deepEqual(warnings(), [
    {
      kind: 'log',
      source: 'exporter',
      target: 'acme',
      text: 'schedules were not read whole: 401',
      tone: 'busy',
    },
  ]);
  assert.deepEqual(warnings(), []);
});

test('news, what the timeline tells itself, and what is not our log are left out', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'vizora-ops-log-')), 'exporter.log');
  const warnings = logWarnings(file);
  assert.deepEqual(warnings(), []);
  appendFileSync(file, line({ level: 'info', msg: 'exporter runs' }));
  appendFileSync(file, line({ incident: 'service_down', msg: 'incident opened' }));
  appendFileSync(file, 'Error: something\n');
  assert.deepEqual(warnings(), []);
});
