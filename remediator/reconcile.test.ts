import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Config } from '../core/config/schema.ts';
import { dailySchedule } from '../core/daily-schedule.ts';
import { createFakeClock } from '../core/vizora/fake-clock.test-support.ts';
import type { EngineParts } from './engine-parts.ts';
import { openLedger } from './ledger/ledger.ts';
import { reconcile } from './reconcile.ts';

it('reconciling tells of all that waits for people at once, so that an Alertmanager that hangs is waited for once', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-'));
  const ledger = openLedger(folder);
  t.after(() => {
    ledger.close();
    rmSync(folder, { recursive: true });
  });
  const clock = createFakeClock();
  for (const target_id of ['c1', 'c2', 'c3']) {
    const question = { incident: 'schedule_past_end', org: 'acme', target_kind: 'schedule', target_id };
    const draft = { ...question, action: 'deactivate_schedule', target: `schedule/${target_id}`, hash: 'h' };
    const found = { plan: {}, evidence: {}, before: {}, expires_at: clock.now() + 3_600_000 };
    ledger.proposals.make({ ...draft, ...found }, clock.now());
  }
  const config = Config.parse({});
  let inFlight = 0;
  let most = 0;
  const parts = {
    settings: { ...config.remediator, mode: 'off' },
    retention: config.retention,
    actions: [],
    ledger,
    clock,
    look: { apps: {}, listProcesses: async () => ({ at: clock.now(), processes: null }) },
    metrics: { reconciled: () => undefined, silencedBy: () => undefined },
    alertmanagers: {
      alerts: async () => ({ answered: true, items: [], silent: [] }),
      silences: async () => ({ answered: true, items: [], silent: [] }),
      async addAlert() {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await turn();
        inFlight -= 1;
        return { answered: true, items: [], silent: [] };
      },
    },
    ending: new AbortController().signal,
  } as unknown as EngineParts;
  const engine = { takeUpWhatIsLeft: () => undefined, consider: () => undefined };
  const night = dailySchedule('03:00', 'UTC');
  await reconcile(engine as unknown as Parameters<typeof reconcile>[0], night, parts);
  assert.equal(most, 3);
});
