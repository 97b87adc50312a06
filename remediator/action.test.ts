import assert from 'node:assert/strict';
import { it } from 'node:test';
import { z } from 'zod';
import { type Acting, defineAction, type Leave } from './action.ts';
import { actions } from './actions/index.ts';
import { appOf } from './app-of.ts';
import type { Intent } from './ledger/remediations.ts';

const APPS = { middleware: 'vizora-middleware', realtime: 'vizora-realtime', web: 'vizora-web' };
const LABELS = { incident: 'service_down', org: 'platform', target_kind: 'process', target_id: 'vizora-web' };
const leave: Leave = { refusal: async () => null, signal: new AbortController().signal };

/** An action that restarts and reloads process 3, whatever it says of itself. */
const restarter = (says: { readonly ofProcesses?: true }) =>
  defineAction({
    name: 'trim_logs',
    incidents: [],
    undo: null,
    inOrganisation: false,
    ...says,
    params: z.object({ org: z.string() }),
    plan: z.object({}),
    canonicalTarget: () => 'process/vizora-web',
    exists: async () => ({ found: true, saw: '' }),
    population: async () => 3,
    sight: async () => ({ finding: { verdict: 'good' }, plan: null, evidence: {}, before: {} }),
    async execute(_params, _plan, { pm2 }) {
      await pm2.restart(3);
      await pm2.reload(3);
      return { kind: 'done' };
    },
    watch: () => async () => ({ finding: { verdict: 'good' }, steady: '', after: {} }),
  });

async function run(says: { readonly ofProcesses?: true }): Promise<string[]> {
  const done: string[] = [];
  const pm2 = {
    restart: async () => void done.push('restart'),
    reload: async () => void done.push('reload'),
  };
  const intent = { remediation: { plan: {} } } as unknown as Intent;
  const repair = restarter(says).bind(LABELS, APPS);
  await repair?.execute(intent, { pm2 } as unknown as Acting, leave).catch(({ message }: Error) => {
    done.push(message);
  });
  return done;
}

it('an action restarts processes only where it says so, since that bounds it as one of few', async () => {
  assert.deepEqual(await run({ ofProcesses: true }), ['restart', 'reload']);
  assert.deepEqual(await run({}), ['trim_logs does not say that it restarts processes']);
});

it('an action that restarts processes counts on the app, and every one that counts on an app says so', () => {
  const said = actions.filter(({ ofProcesses }) => ofProcesses);
  const counted = actions.filter((action) => appOf(action.bind(LABELS, APPS)?.target ?? '') !== null);
  assert.deepEqual(said, counted);
  assert.ok(said.length > 1);
});
