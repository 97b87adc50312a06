import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logOversized } from './log-oversized.ts';

const cases = [
  ['good at the limit', logOversized({ bytes: 1_000 }, 1_000), 'good'],
  ['bad one byte above it', logOversized({ bytes: 1_001 }, 1_000), 'bad'],
  ['good without any', logOversized({ bytes: 0 }, 1_000), 'good'],
  [
    'unknown when one may not be looked at',
    logOversized({ bytes: null, detail: 'EACCES' }, 1_000),
    'unknown',
  ],
] as const;

for (const [name, finding, verdict] of cases) {
  test(`the logs of an app are ${name}`, () => assert.equal(finding.verdict, verdict));
}
