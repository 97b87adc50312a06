import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSamples } from './read-samples.ts';

const PAGE = `# HELP devices_online Number of online devices per organization
# TYPE devices_online gauge
devices_online{organization_id="2113de6a"} 3
devices_online{organization_id="a } b"} 4 1795376948000
devices_online_seen{organization_id="x"} 99

# HELP heartbeat_total Total heartbeats received
# TYPE heartbeat_total counter

# TYPE plain gauge
plain 2.5
# TYPE broken gauge
broken NaN
broken{a="b"}
`;

test('the samples of a metric are read with their labels, and not those of a longer name', () => {
  assert.deepEqual(readSamples(PAGE, 'devices_online'), [
    { labels: 'organization_id="2113de6a"', value: 3 },
    { labels: 'organization_id="a } b"', value: 4 },
  ]);
  assert.deepEqual(readSamples(PAGE, 'plain'), [{ labels: '', value: 2.5 }]);
});

test('a metric without samples is none that is not known', () => {
  assert.deepEqual(readSamples(PAGE, 'heartbeat_total'), []);
  assert.equal(readSamples(PAGE, 'heartbeat_errors_total'), null);
  assert.equal(readSamples('<html>', 'devices_online'), null);
});

test('what is no number is no sample', () => {
  assert.deepEqual(readSamples(PAGE, 'broken'), []);
});
