import type { Clock } from '../core/clock.ts';
import type { Checks } from '../core/config/checks.ts';
import type { AgentName, IncidentType } from '../core/incidents.ts';
import type { Log } from '../core/log.ts';
import { PLATFORM } from '../core/target.ts';
import { type UnknownReason, unknown, type Verdict } from '../core/verdict.ts';
import { platformTime } from '../core/vizora/platform-time.ts';
import { type Agent, isJudgement, type Statement } from './agent.ts';
import type { Section, Snapshot } from './snapshot.ts';

/** How each section is read; one function per section, shared by all agents. */
export type Gather = { readonly [S in Section]: () => Promise<Snapshot[S]> };

/** Why a run ended without a conclusion; a closed set, used as a metric label. */
export const RUN_FAILURES = ['gather_failed', 'inspect_failed', 'store_failed'] as const;
export type RunFailure = (typeof RUN_FAILURES)[number];

/** One check in one organisation: did the look see every item, and reach a verdict on each? */
export interface CheckReport {
  readonly incident: IncidentType;
  readonly org: string;
  readonly complete: boolean;
}

/** What one run of an agent came to. */
export interface RunReport {
  readonly agent: AgentName;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failure: RunFailure | null;
  /** Empty when the run failed. */
  readonly statements: readonly Statement[];
  readonly checks: readonly CheckReport[];
  readonly verdicts: ReadonlyMap<IncidentType, Readonly<Record<Verdict, number>>>;
  /** One entry for each item or list that got no verdict. */
  readonly unexamined: readonly { readonly incident: IncidentType; readonly reason: UnknownReason }[];
}

export interface RunOptions {
  readonly gather: Gather;
  readonly checks: Checks;
  /** What a check lacks that the platform should offer; null while it has all, or while that is not known. */
  readonly unavailable: (incident: IncidentType) => string | null;
  /** Our clock minus the platform's in ms; null while that is not known. */
  readonly clockSkewMs: () => number | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** Gathers what the agent needs, lets it judge, and measures, catches, logs and counts around it. */
export async function runAgent(agent: Agent, options: RunOptions): Promise<RunReport> {
  const { gather, checks, clock, log } = options;
  const startedAt = clock.now();
  const failed = (failure: RunFailure, error: unknown): RunReport => {
    log.error({ err: error, agent: agent.name, reason: failure }, 'run failed');
    return { ...report(agent, [], startedAt, clock.now()), failure };
  };
  let snapshot: Snapshot;
  try {
    snapshot = await gatherNeeds(agent.needs, gather);
  } catch (error) {
    return failed('gather_failed', error);
  }
  try {
    const now = clock.now();
    const platformNow = platformTime(now, options.clockSkewMs());
    const statements = [...agent.inspect(snapshot, { now, platformNow, checks })];
    const foreign = statements.find(({ incident }) => !agent.raises.includes(incident));
    if (foreign !== undefined) throw new Error(`${agent.name} may not raise ${foreign.incident}`);
    const lookedFor = statements.filter(({ incident }) => checks[incident].enabled);
    const sayable = withoutUnavailable(agent, lookedFor, options.unavailable);
    return report(agent, sayable, startedAt, clock.now());
  } catch (error) {
    return failed('inspect_failed', error);
  }
}

/**
 * What a check says of an organisation while it lacks what it reads there is no conclusion, whatever it made of the
 * rest. What belongs to the platform itself is read elsewhere.
 */
function withoutUnavailable(
  { raises }: Agent,
  statements: readonly Statement[],
  unavailable: RunOptions['unavailable'],
): readonly Statement[] {
  const lacks = new Map(raises.map((incident) => [incident, unavailable(incident)]));
  return statements.map((statement) => {
    const detail = lacks.get(statement.incident) ?? null;
    if (detail === null || orgOf(statement) === PLATFORM) return statement;
    return isJudgement(statement)
      ? { ...statement, finding: unknown('unavailable', detail) }
      : { ...statement, gap: { reason: 'unavailable', detail } };
  });
}

const orgOf = (statement: Statement): string =>
  isJudgement(statement) ? statement.target.org : statement.org;

/** Only what the agent needs: a section that it does not name is absent. */
async function gatherNeeds(needs: readonly Section[], gather: Gather): Promise<Snapshot> {
  const sections = await Promise.all(needs.map(async (need) => [need, await gather[need]()] as const));
  return Object.fromEntries(sections) as unknown as Snapshot;
}

function report(
  agent: Agent,
  statements: readonly Statement[],
  startedAt: number,
  endedAt: number,
): RunReport {
  const verdicts = new Map(agent.raises.map((incident) => [incident, { bad: 0, good: 0, unknown: 0 }]));
  const unexamined: { incident: IncidentType; reason: UnknownReason }[] = [];
  const checks = new Map<string, CheckReport>();
  const see = (incident: IncidentType, org: string, complete: boolean) => {
    const key = JSON.stringify([incident, org]);
    checks.set(key, { incident, org, complete: complete && (checks.get(key)?.complete ?? true) });
  };
  for (const statement of statements) {
    const { incident } = statement;
    if (isJudgement(statement)) {
      const { finding, target } = statement;
      const counts = verdicts.get(incident);
      if (counts !== undefined) counts[finding.verdict] += 1;
      if (finding.verdict === 'unknown') unexamined.push({ incident, reason: finding.reason });
      see(incident, target.org, finding.verdict !== 'unknown');
    } else {
      if (statement.gap !== null) unexamined.push({ incident, reason: statement.gap.reason });
      see(incident, statement.org, statement.gap === null);
    }
  }
  const checkReports = [...checks.values()];
  return {
    agent: agent.name,
    startedAt,
    endedAt,
    failure: null,
    statements,
    checks: checkReports,
    verdicts,
    unexamined,
  };
}

/** Did the run see everything that it is meant to see? */
export const isComplete = ({ failure, checks }: RunReport): boolean =>
  failure === null && checks.every(({ complete }) => complete);
