import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { momentAt } from '../agent.test-support.ts';
import { isJudgement, type Snapshot } from '../agent.ts';
import type { Reporting } from '../snapshot.ts';
import { opsReporter } from './ops-reporter.ts';

const minutes = (n: number) => n * 60_000;
const now = Date.parse('2026-03-01T12:00:00Z');

const allIsWell: Reporting = {
  status: { triedSince: now - minutes(60), provenAt: now, overwrittenAt: [], trouble: null },
  alertmanager: { answeredAt: now, silentSince: null, trouble: null },
  digest: { dueAt: now - minutes(60), outcome: 'sent', trouble: null },
  channels: { slack: 'usable', email: 'usable' },
};

const inspect = (special: Partial<Reporting> = {}) => {
  const snapshot = { reporting: { ...allIsWell, ...special } } as unknown as Snapshot;
  return [...opsReporter.inspect(snapshot, momentAt(now))];
};
const verdicts = (special: Partial<Reporting> = {}) =>
  Object.fromEntries(
    inspect(special)
      .filter(isJudgement)
      .map(({ incident, finding }) => [incident, finding.verdict]),
  );

describe('ops-reporter', () => {
  it('finds nothing wrong while everybody is told', () => {
    assert.deepEqual(verdicts(), {
      status_not_delivered: 'good',
      alertmanager_unreachable: 'good',
      digest_not_sent: 'good',
      channel_not_configured: 'good',
    });
  });

  it('finds what fails, each by the threshold of its own', () => {
    const found = verdicts({
      status: {
        triedSince: now - minutes(60),
        provenAt: now - minutes(10) - 1,
        overwrittenAt: [],
        trouble: 'refused',
      },
      alertmanager: { answeredAt: now - minutes(6), silentSince: now - minutes(5), trouble: 'refused' },
      digest: { dueAt: now - 1, outcome: 'failed', trouble: 'refused' },
      channels: { slack: 'absent', email: 'absent' },
    });
    assert.deepEqual([...new Set(Object.values(found))], ['bad']);
  });

  it('cannot say anything of what was not tried yet', () => {
    assert.deepEqual(
      verdicts({
        status: { triedSince: null, provenAt: null, overwrittenAt: [], trouble: null },
        alertmanager: { answeredAt: null, silentSince: null, trouble: null },
        digest: { dueAt: now, outcome: 'waiting', trouble: null },
        channels: { slack: 'unreadable', email: 'absent' },
      }),
      {
        status_not_delivered: 'unknown',
        alertmanager_unreachable: 'unknown',
        digest_not_sent: 'unknown',
        channel_not_configured: 'unknown',
      },
    );
  });

  it('is about itself, in no organisation', () => {
    for (const { target } of inspect().filter(isJudgement)) {
      assert.deepEqual([target.kind, target.id, target.org], ['agent', 'ops-reporter', 'platform']);
    }
  });

  it('holds nothing open of what is no longer configured', () => {
    const statements = inspect({ status: null, alertmanager: null, digest: null });
    assert.deepEqual(
      statements.filter(isJudgement).map(({ incident }) => incident),
      ['channel_not_configured'],
    );
    assert.deepEqual(
      statements.flatMap((it) => (isJudgement(it) ? [] : [[it.incident, it.gap]])),
      opsReporter.raises.map((incident) => [incident, null]),
    );
  });
});
