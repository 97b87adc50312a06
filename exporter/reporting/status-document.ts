import type { SeenAlert } from '../../core/alertmanager/all-alertmanagers.ts';
import type { Summary } from '../../core/remediator/summary.ts';
import { PLATFORM, type ServiceName } from '../../core/target.ts';
import type { AgentStatus } from '../agent-families.ts';
import type { Board } from '../board.ts';
import type { ClassOf } from '../incident-families.ts';
import type { Reading } from '../snapshot.ts';
import { agentResults, lastRuns } from './agent-results.ts';
import { isDormant, openIncidents, worstOf } from './open-incidents.ts';
import { pageText } from './page-text.ts';
import { type Repair, repairedTarget, repairsOf } from './repairs.ts';
import { platformRows, type StatusRow, tenantRows, worse } from './status-rows.ts';
import type { SystemStatus } from './system-status.ts';

/** What the document is made of. */
export interface DocumentFacts {
  readonly now: number;
  readonly status: SystemStatus;
  /** Null when no Alertmanager answers. */
  readonly alerts: readonly SeenAlert[] | null;
  readonly board: Board;
  readonly statuses: readonly AgentStatus[];
  readonly remediator: Reading<Summary>;
  readonly classOf: ClassOf;
  readonly apps: Readonly<Record<ServiceName, string>>;
}

interface RepairRow {
  readonly agent: string;
  readonly timestamp: string;
  readonly action: string;
  readonly target: string;
  readonly targetId: string;
  readonly method: string;
  readonly success: boolean;
  readonly error?: string;
}

/** The status document: exactly the keys that the platform's dashboard page reads. */
export interface StatusDocument {
  readonly systemStatus: Exclude<SystemStatus, 'UNKNOWN'>;
  readonly lastUpdated: string;
  readonly lastRun: Readonly<Record<string, string>>;
  readonly incidents: readonly StatusRow[];
  readonly recentRemediations: readonly RepairRow[];
  readonly agentResults: ReturnType<typeof agentResults>;
}

/** The platform refuses bodies above 100 kB, with an answer that does not say why. */
const MOST_BYTES = 90 * 1_024;
const MOST_ROWS = { platform: 100, repairs: 60 } as const;
const LONGEST_WORD = 120;

/** Always small enough to be taken: lists are cut until it is, and the rest is counted in a row of its own. */
export function statusDocument(facts: DocumentFacts): StatusDocument {
  for (let share = 1; ; share /= 2) {
    const document = withinLimits(facts, share);
    if (share < 1 / MOST_ROWS.platform || bytesOf(document) < MOST_BYTES) return document;
  }
}

const bytesOf = (document: StatusDocument): number => Buffer.byteLength(JSON.stringify(document));

function withinLimits(facts: DocumentFacts, share: number): StatusDocument {
  const { now, board, statuses, remediator, classOf, apps, alerts } = facts;
  const open = openIncidents(board, classOf);
  const repairs = repairsOf(remediator, classOf);
  const rowOptions = {
    alerts,
    attempts: (incident: string, target: Parameters<typeof repairedTarget>[0] | null) =>
      repairs.filter((repair) =>
        target === null
          ? repair.incident === incident && repair.org !== PLATFORM
          : repair.org === target.org && repair.target === repairedTarget(target, apps),
      ).length,
  };
  return {
    systemStatus: facts.status === 'UNKNOWN' ? whileBlind(facts) : facts.status,
    lastUpdated: new Date(now).toISOString(),
    lastRun: lastRuns(statuses),
    incidents: [
      ...atMost(platformRows(open, rowOptions), MOST_ROWS.platform * share, restOfIncidents),
      ...tenantRows(open, rowOptions),
    ],
    recentRemediations: atMost(repairs.map(repairRow), MOST_ROWS.repairs * share, restOfRepairs),
    agentResults: agentResults(statuses, repairs, (alerts ?? []).filter(isEscalation), classOf),
  };
}

const isEscalation = ({ labels, state }: SeenAlert): boolean =>
  state === 'active' && labels['alertname'] === 'RemediationEscalated';

/** The page shows a word that it does not know in green, so that it is never told one. */
function whileBlind({ board, classOf, now }: DocumentFacts): 'CRITICAL' | 'DEGRADED' {
  const open = openIncidents(board, classOf).filter((incident) => !isDormant(incident, now));
  return open.some((incident) => worstOf(incident) === 'critical') ? 'CRITICAL' : 'DEGRADED';
}

function atMost<Row>(rows: readonly Row[], limit: number, rest: (hidden: readonly Row[]) => Row): Row[] {
  const shown = rows.slice(0, Math.ceil(limit));
  const hidden = rows.slice(shown.length);
  return hidden.length === 0 ? shown : [...shown, rest(hidden)];
}

function restOfIncidents(hidden: readonly StatusRow[]): StatusRow {
  return {
    id: 'platform:more',
    agent: 'ops-reporter',
    type: 'more',
    severity: hidden.map(({ severity }) => severity).reduce(worse, 'info'),
    target: PLATFORM,
    targetId: `${hidden.length} more`,
    detected: hidden.map(({ detected }) => detected).sort()[0] ?? '',
    message: `${hidden.length} more incidents of the platform are open`,
    remediation: '',
    status: 'open',
    attempts: 0,
  };
}

/** What was done for a tenant is told without a name and without an id. */
function repairRow({ agent, endedAt, action, org, target, outcome }: Repair): RepairRow {
  const [kind = '', ...id] = target.split('/');
  return {
    agent,
    timestamp: new Date(endedAt).toISOString(),
    action: pageText(action, LONGEST_WORD),
    target: pageText(kind, LONGEST_WORD),
    targetId: org === PLATFORM ? pageText(id.join('/'), LONGEST_WORD) : 'tenant',
    method: 'automatic',
    success: outcome === 'fixed',
    ...(outcome === 'fixed' ? {} : { error: pageText(outcome, LONGEST_WORD) }),
  };
}

function restOfRepairs(hidden: readonly RepairRow[]): RepairRow {
  return {
    agent: 'ops-reporter',
    timestamp: hidden[0]?.timestamp ?? '',
    action: `${hidden.length} more within the last day`,
    target: PLATFORM,
    targetId: `${hidden.length} more`,
    method: 'automatic',
    success: hidden.every(({ success }) => success),
  };
}
