import { lookAt } from '../../core/checks/dependency-look.test-support.ts';
import type { DependencyLook } from '../../core/checks/dependency-look.ts';
import type { ProbeSample } from '../../core/checks/service-down.ts';
import type { Pm2Process, Pm2Sample } from '../../core/pm2/process.ts';
import { momentAt } from '../agent.test-support.ts';
import { isJudgement, type Snapshot, type Statement } from '../agent.ts';
import { healthGuardian } from './health-guardian.ts';

export const now = 1_800_000_000_000;
export const maxAge = 75_000;

export const up = (at: number): ProbeSample => ({ at, outcome: 'up', detail: 'answers' });
export const down = (at: number): ProbeSample => ({ at, outcome: 'down', detail: 'no answer in time' });

/** Looks 30 s apart, the newest of them now. */
export const every30s = <T>(count: number, look: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => look(now - (count - 1 - i) * 30_000));

export const online = (name: string, pmId: number, special: Partial<Pm2Process> = {}): Pm2Process => ({
  name,
  pmId,
  pid: 100 + pmId,
  status: 'online',
  execMode: 'fork',
  restarts: 0,
  unstableRestarts: 0,
  startedAt: 1,
  memoryBytes: 1,
  memoryLimitBytes: null,
  cron: false,
  logFiles: [],
  ...special,
});

export const healthyProcesses: readonly Pm2Process[] = [
  online('vizora-middleware', 0, { execMode: 'cluster' }),
  online('vizora-middleware', 1, { execMode: 'cluster' }),
  online('vizora-realtime', 2),
  online('vizora-web', 3),
];

/** A list and the same one two seconds later. */
export const twice = (processes: readonly Pm2Process[] | null): Pm2Sample[] => [
  { at: now - 2_000, processes },
  { at: now, processes },
];

/** What is special about a world; all else in it is well. */
export interface World {
  readonly middleware?: ProbeSample[];
  readonly web?: ProbeSample[];
  readonly lists?: Pm2Sample[];
  readonly dependencies?: DependencyLook[];
  readonly edges?: Snapshot['edges']['samples'];
  readonly remediator?: Snapshot['remediator'];
}

/** What the agent states about it. */
export function inspect(world: World = {}): Statement[] {
  const { middleware = [up(now)], web = [up(now)], lists = twice(healthyProcesses) } = world;
  const nothingDone = { at: now, value: { restarts: [], remediations: [], refusals: [] } };
  const snapshot: Partial<Snapshot> = {
    services: { samples: { middleware, realtime: [up(now)], web }, maxAge },
    processes: {
      samples: lists.slice(-4),
      history: lists,
      maxAge,
      expected: ['vizora-middleware', 'vizora-realtime', 'vizora-web'],
    },
    dependencies: { looks: world.dependencies ?? [lookAt(now)], maxAge },
    edges: { samples: world.edges ?? {}, maxAge },
    remediator: world.remediator ?? nothingDone,
  };
  return [...healthGuardian.inspect(snapshot as Snapshot, momentAt(now))];
}

export const withVerdict = (verdict: string, statements: Statement[]): string[] =>
  statements
    .filter(isJudgement)
    .filter(({ finding }) => finding.verdict === verdict)
    .map(({ incident, target }) => `${incident} ${target.kind}/${target.id}`);

export const gaps = (statements: Statement[]): string[] =>
  statements.flatMap((s) => (isJudgement(s) || s.gap === null ? [] : [`${s.incident} ${s.gap.reason}`]));
