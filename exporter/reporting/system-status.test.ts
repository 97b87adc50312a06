import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer, SeenAlert } from '../../core/alertmanager/all-alertmanagers.ts';
import { alert, classOf, watchdog } from './reporting.test-support.ts';
import { systemStatus } from './system-status.ts';

const statusOf = (...items: SeenAlert[]) => judge({ answered: true, items, silent: [] });
const judge = (answer: Answer<SeenAlert> | null) =>
  systemStatus(answer, { isOurs: (name) => name !== 'NodeDiskFull', classOf });

const critical = alert('ServiceDown', 'critical');
const warning = alert('SchedulePastEnd', 'warning', { org: 'acme' });

describe('the system status', () => {
  const cases: [string, readonly SeenAlert[], string][] = [
    ['is HEALTHY when only the Watchdog fires', [watchdog], 'HEALTHY'],
    ['is DEGRADED by a warning', [watchdog, warning], 'DEGRADED'],
    ['is CRITICAL by a critical alert, whatever else fires', [watchdog, warning, critical], 'CRITICAL'],
    [
      'is made by alerts for the machine, too',
      [alert('ServiceDown', 'critical', { remediation: 'x' })],
      'CRITICAL',
    ],
    [
      'does not care for what is silenced or inhibited',
      [watchdog, { ...critical, state: 'suppressed' }, { ...warning, state: 'unprocessed' }],
      'HEALTHY',
    ],
    ['does not care for what is only noted', [watchdog, alert('DisplayDormant', 'info')], 'HEALTHY'],
    [
      'does not care for test and retired organisations',
      [
        watchdog,
        { ...critical, labels: { ...critical.labels, org: 'demo' } },
        alert('X', 'warning', { org: 'old' }),
      ],
      'HEALTHY',
    ],
    ["does not care for other people's alerts", [watchdog, alert('NodeDiskFull', 'critical')], 'HEALTHY'],
    ['is UNKNOWN when Prometheus tells Alertmanager nothing', [], 'UNKNOWN'],
    ['is what fires although the Watchdog does not', [critical], 'CRITICAL'],
    ['is HEALTHY although somebody silenced the Watchdog', [{ ...watchdog, state: 'suppressed' }], 'HEALTHY'],
  ];
  for (const [sentence, alerts, status] of cases) {
    it(sentence, () => assert.equal(statusOf(...alerts), status));
  }

  it('is UNKNOWN when nobody answers, and when nobody was asked', () => {
    assert.equal(judge({ answered: false, detail: 'refused' }), 'UNKNOWN');
    assert.equal(judge(null), 'UNKNOWN');
  });
});
