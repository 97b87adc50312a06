import assert from 'node:assert/strict';
import { test } from 'node:test';
import { respond } from '../../sandbox/drill/respond.ts';
import { withStack } from './with-stack.ts';

const APP = 'vizora-realtime';

test('invariant 2: the same alert delivered 200 times in parallel leads to one restart', async () => {
  await withStack({}, async ({ stack, control, witness, until }) => {
    const outside = await witness();
    await control.break('hang', { app: APP });
    const firing = await until(outside, 'the alert fires', ({ alerts }) =>
      alerts.some((labels) => labels['alertname'] === 'ServiceDown' && labels['remediation'] !== undefined),
    );
    const labels = firing.alerts.find((candidate) => candidate['remediation'] !== undefined);
    const delivery = JSON.stringify({
      version: '4',
      groupKey: '{}:{}',
      truncatedAlerts: 0,
      status: 'firing',
      receiver: 'remediator',
      groupLabels: labels,
      commonLabels: labels,
      commonAnnotations: {},
      externalURL: stack.urls.alertmanager,
      alerts: [
        {
          status: 'firing',
          labels,
          annotations: {},
          startsAt: new Date().toISOString(),
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: '',
          fingerprint: '0123456789abcdef',
        },
      ],
    });
    const deliver = () =>
      fetch(`${stack.urls.remediator}/api/v1/alerts`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${stack.alertmanagerToken}`,
        },
        body: delivery,
      });
    const answers = await Promise.all(Array.from({ length: 200 }, deliver));
    assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);

    const sight = await until(
      outside,
      'realtime answers again and its alert is gone',
      async ({ alerts, starts }) =>
        starts.length > 0 &&
        !alerts.some((candidate) => candidate['incident'] === 'service_down') &&
        (await respond(`${stack.urls.realtime}/api/health/live`)),
    );
    assert.deepEqual(
      sight.starts.map((start) => start.app),
      [APP],
    );
    assert.deepEqual(sight.writes, []);
  });
});
