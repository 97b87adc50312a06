import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { Config } from '../core/config/schema.ts';
import { createLog } from '../core/log.ts';
import { createFakeClock } from '../core/vizora/fake-clock.test-support.ts';
import { actions } from './actions/index.ts';
import { conclude } from './conclude.ts';
import type { EngineParts } from './engine-parts.ts';
import { episodeOf } from './escalate.ts';
import { openLedger } from './ledger/ledger.ts';
import type { Outcome } from './outcome.ts';

const TARGET = 'process/vizora-realtime';
const labels = { incident: 'service_down', org: 'platform', target_kind: 'service', target_id: 'realtime' };

/** Two attempts are allowed; each ends as it is told. */
function startConcluding(t: TestContext, action = 'restart_process') {
  const folder = mkdtempSync(join(tmpdir(), 'conclude-'));
  const ledger = openLedger(folder);
  t.after(() => {
    ledger.close();
    rmSync(folder, { recursive: true });
  });
  const clock = createFakeClock();
  const ended: string[] = [];
  const repaired: string[] = [];
  const parts = {
    ledger,
    clock,
    actions,
    log: createLog('test', 'silent'),
    settings: Config.parse({}).remediator,
    metrics: {
      ended: (name: string, outcome: string) => ended.push(`${name} ${outcome}`),
      took: () => undefined,
      repaired: (name: string, ms: number) => repaired.push(`${name} ${ms}`),
    },
  } as unknown as EngineParts;
  const subject = { target: TARGET, action, org: 'platform', params: labels };
  const episode = ledger.episodes.ensure(subject, clock.now());
  return {
    ended,
    repaired,
    ledger,
    clock,
    escalation: () => ledger.escalations.get(episodeOf(episode.id))?.reason ?? null,
    episode: () => ledger.episodes.get(episode.id),
    /** Whether another attempt may follow. */
    attempt(outcome: Outcome): boolean {
      ledger.leases.take(TARGET, clock.now());
      const draft = {
        ...{ plan: {}, evidence: {}, before: {}, incident: 'service_down', decided_at: clock.now() },
        ...{ actor: null, policy_hash: null, detected_at: null, alerted_at: null },
      };
      const { remediation } = ledger.remediations.intend(
        { ...subject, ...draft, episode_id: episode.id },
        clock.now(),
      );
      ledger.leases.bind(TARGET, remediation.id);
      clock.advance(60_000);
      return conclude(remediation, { outcome, after: { seen: true }, detail: 'so it was' }, parts);
    },
  };
}

describe('concluding a remediation', () => {
  it('writes how it ended, counts it, and gives the lease back', (t) => {
    const { attempt, ledger, clock, ended } = startConcluding(t);
    attempt('not_fixed');
    const [written] = ledger.remediations.ofTarget(TARGET, 1);
    assert.deepEqual(
      [written?.outcome, written?.after, written?.detail, written?.finished_at],
      ['not_fixed', { seen: true }, 'so it was', clock.now()],
    );
    assert.equal(ledger.leases.holder(TARGET), null);
    assert.deepEqual(ended, ['restart_process not_fixed']);
  });

  for (const [outcome, reason] of [
    ['not_fixed', 'not_fixed'],
    ['failed', 'failed'],
    ['unknown', 'attempts_exhausted'],
  ] as const) {
    it(`lets another attempt follow, and tells people that it is ${reason} when the last one is ${outcome}`, (t) => {
      const { attempt, escalation } = startConcluding(t);
      assert.deepEqual([attempt('not_fixed'), escalation()], [true, null]);
      assert.deepEqual([attempt(outcome), escalation()], [false, reason]);
    });
  }

  it('does not count those at which nothing was done', (t) => {
    const { attempt, escalation } = startConcluding(t);
    assert.deepEqual([attempt('skipped'), attempt('refused'), attempt('not_fixed')], [true, true, true]);
    assert.equal(escalation(), null);
    assert.equal(attempt('not_fixed'), false);
  });

  it('ends what people were told once it is fixed, and from then on counts it as good', (t) => {
    const { attempt, escalation, episode, clock } = startConcluding(t);
    attempt('not_fixed');
    attempt('not_fixed');
    assert.equal(escalation(), 'not_fixed');
    assert.equal(attempt('fixed'), false);
    assert.deepEqual([escalation(), episode()?.good_since], [null, clock.now()]);
  });

  it('counts how long it took only where it helped', (t) => {
    const { attempt, repaired } = startConcluding(t);
    attempt('not_fixed');
    assert.deepEqual(repaired, []);
    attempt('fixed');
    assert.deepEqual(repaired, ['restart_process 60000']);
  });

  it('takes what was good for good no longer, unless nothing was done', (t) => {
    const { attempt, episode, clock } = startConcluding(t);
    attempt('fixed');
    const since = clock.now();
    attempt('skipped');
    assert.deepEqual([episode()?.good_since, episode()?.looked_at], [since, since]);
    attempt('unknown');
    assert.deepEqual([episode()?.good_since, episode()?.looked_at], [null, clock.now()]);
  });

  it('lets none follow where the action is not known any more', (t) => {
    const { attempt, escalation } = startConcluding(t, 'of_yesterday');
    assert.deepEqual([attempt('not_fixed'), escalation()], [false, 'not_fixed']);
  });
});
