import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionsHigh } from './connections-high.ts';

const judge = (connections: number | null) => connectionsHigh({ connections, connectionsMax: 100 }, 0.8);

const cases = [
  ['good while there are enough', judge(79), 'good'],
  ['bad from the share on', judge(80), 'bad'],
  ['bad when superusers have taken what was kept for them, too', judge(103), 'bad'],
  ['good without any', judge(0), 'good'],
  ['unknown when not all can be seen', judge(null), 'unknown'],
  ['bad when there is none to be had', connectionsHigh({ connections: 1, connectionsMax: 0 }, 0.8), 'bad'],
] as const;

for (const [name, finding, verdict] of cases) {
  test(`the connections of a database are ${name}`, () => assert.equal(finding.verdict, verdict));
}
