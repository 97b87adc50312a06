import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Config } from '../../core/config/schema.ts';
import type { Pm2Process } from '../../core/pm2/process.ts';
import { actions } from '../actions/index.ts';
import { type Ledger, openLedger } from '../ledger/ledger.ts';
import type { Outcome } from '../outcome.ts';
import { questionOf, routeOf } from '../question.ts';
import type { GateAnswer, GateContext, GateName } from './gate.ts';
import { gates } from './index.ts';

export const NOW = 1_800_000_000_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const REALTIME = 'process/vizora-realtime';
const apps = { middleware: 'vizora-middleware', realtime: 'vizora-realtime', web: 'vizora-web' };

/** The labels of a service that is down, and of a schedule that is past its end. */
export const ABOUT = {
  service: { incident: 'service_down', org: 'platform', target_kind: 'service', target_id: 'realtime' },
  schedule: { incident: 'schedule_past_end', org: 'acme', target_kind: 'schedule', target_id: 'c1' },
} as const;
const ACTION = { service: 'restart_process', schedule: 'deactivate_schedule' } as const;

export const realtimeProcess = (special: Partial<Pm2Process> = {}): Pm2Process => ({
  name: apps.realtime,
  pmId: 2,
  pid: 102,
  status: 'online',
  execMode: 'fork',
  restarts: 0,
  unstableRestarts: 0,
  startedAt: NOW - HOUR,
  memoryBytes: 1,
  memoryLimitBytes: null,
  cron: false,
  logFiles: [],
  ...special,
});

export interface Circumstances {
  readonly about?: keyof typeof ABOUT;
  readonly labels?: Record<string, string>;
  /** Laid over `remediator:` of the configuration. */
  readonly settings?: Record<string, unknown>;
  /** What happened before. */
  readonly past?: (ledger: Ledger) => void;
  readonly processes?: readonly Pm2Process[];
  /** Laid over the context that the gate is given. */
  readonly context?: Partial<Record<keyof GateContext, unknown>>;
}

/** Asks one gate, in a healthy world in which nothing happened but what is said. */
export async function askGate(t: TestContext, name: GateName, special: Circumstances): Promise<GateAnswer> {
  const gate = gates.find((one) => one.name === name);
  if (gate === undefined) throw new Error(`there is no gate ${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'gate-'));
  const ledger = openLedger(folder);
  t.after(() => {
    ledger.close();
    rmSync(folder, { recursive: true });
  });
  special.past?.(ledger);
  const { about = 'service', labels = {}, processes = [realtimeProcess()] } = special;
  const settings = Config.parse({ remediator: { mode: 'act', ...special.settings } }).remediator;
  const question = questionOf({ ...ABOUT[about], remediation: ACTION[about], ...labels });
  const route = routeOf(question, actions, apps);
  return gate.ask({
    question,
    route,
    settings,
    ledger,
    action: route.action,
    repair: route.repair,
    policy: settings.actions[route.action?.name ?? ACTION[about]],
    look: { apps, listProcesses: async () => ({ at: NOW, processes }) },
    now: () => NOW,
    population: async () => 10,
    sighted: () => null,
    ...special.context,
  } as unknown as GateContext);
}

/** What a gate says in one word. */
export const wordOf = (answer: GateAnswer): string => (answer.passed ? 'passed' : answer.reason);

export interface Attempt {
  /** Before now, in ms. */
  readonly ago: number;
  readonly target?: string;
  readonly action?: string;
  readonly org?: string;
  readonly steps?: number;
  /** Null while it is in progress. */
  readonly outcome?: Outcome | null;
}

/** Something that was done before, and was over after a minute. */
export function attempted(
  ledger: Ledger,
  { ago, target = REALTIME, org = 'platform', ...rest }: Attempt,
): void {
  const { action = 'restart_process', steps = 1, outcome = 'not_fixed' } = rest;
  const at = NOW - ago;
  const subject = { target, action, org, params: {} };
  const { remediation } = ledger.remediations.intend(
    {
      ...subject,
      episode_id: ledger.episodes.ensure(subject, at).id,
      incident: 'service_down',
      plan: { steps: Array.from({ length: steps }, () => ({ pm_id: 2 })) },
      evidence: {},
      before: {},
      decided_at: at,
      actor: 'machine',
      policy_hash: 'f'.repeat(64),
      detected_at: null,
      alerted_at: null,
    },
    at,
  );
  if (outcome !== null) {
    ledger.remediations.finish(remediation.id, outcome, at + MINUTE, { after: null, detail: '' });
  }
}
