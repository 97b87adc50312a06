import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { shipped } from '../prometheus/durations.ts';
import { type Labels, startAlertmanager, until } from './real-alertmanager.test-support.ts';

const display = (alertname: string, severity: string) => ({
  alertname,
  severity,
  org: 'acme-signage',
  incident: 'display_offline',
  target_kind: 'display',
  target_id: 'd1',
  target: 'Lobby',
});
const warning = display('DisplayOffline', 'warning');
const critical = display('DisplayOffline', 'critical');
const dormant = display('DisplayDormant', 'info');

test('people hear that a display got worse, and neither then nor when it is dormant that it is back', async (t) => {
  const heard: string[] = [];
  const people = createServer((request, response) => {
    request.setEncoding('utf8');
    let body = '';
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { alerts } = JSON.parse(body) as { alerts: { status: string; labels: Labels }[] };
      heard.push(...alerts.map(({ status, labels }) => `${labels['severity']} ${status}`));
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(people, 'listening');
  t.after(() => people.close());
  const address = people.address();
  assert.ok(address !== null && typeof address === 'object');
  const alertmanager = await startAlertmanager({
    // A group of warnings looks again before the first critical one is told.
    durations: { ...shipped, people_group_wait: '2s', people_group_interval: '500ms' },
    peopleUrl: `http://127.0.0.1:${address.port}`,
  });
  t.after(() => alertmanager.stop());

  const told = (what: string) => until(async () => heard.at(-1) === what);
  await alertmanager.fire([warning]);
  await told('warning firing');
  await alertmanager.fire([critical]);
  await alertmanager.resolve([warning]);
  await told('critical firing');
  await alertmanager.fire([dormant]);
  await alertmanager.resolve([critical]);
  await until(async () => (await alertmanager.alerts()).length === 1);
  // Another display's alert is told in the same group, after what was resolved in it.
  const other = { ...critical, target_id: 'd2' };
  await alertmanager.fire([other]);
  await told('critical firing');
  await until(async () => heard.length === 3);

  assert.deepEqual(heard, ['warning firing', 'critical firing', 'critical firing']);
});
