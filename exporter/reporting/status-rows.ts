import type { SeenAlert } from '../../core/alertmanager/all-alertmanagers.ts';
import { INCIDENTS, type IncidentType, type Severity } from '../../core/incidents.ts';
import { PLATFORM } from '../../core/target.ts';
import { agentOf, type Incident, incidentKey } from '../incident.ts';
import { RANK, worstOf } from './open-incidents.ts';
import { pageText } from './page-text.ts';

/** An incident as the platform's dashboard page reads it. */
export interface StatusRow {
  readonly id: string;
  readonly agent: string;
  readonly type: string;
  readonly severity: Severity;
  /** The kind of thing that it is about. */
  readonly target: string;
  readonly targetId: string;
  readonly detected: string;
  readonly message: string;
  readonly remediation: string;
  readonly status: 'open' | 'escalated';
  readonly attempts: number;
}

/** What Alertmanager knows about an incident. */
interface Told {
  readonly severity: Severity;
  readonly action: string | null;
  readonly escalated: boolean;
}

export interface RowOptions {
  /** Null when no Alertmanager answers. */
  readonly alerts: readonly SeenAlert[] | null;
  /** How often something of this type, or this very thing, was repaired lately. */
  attempts(incident: IncidentType, target: Incident['target'] | null): number;
}

const LONGEST_ID = 120;
const LONGEST_MESSAGE = 300;
const NO_REPAIR = 'needs a person';

/** The incidents of the platform itself, one row each. */
export function platformRows(open: readonly Incident[], options: RowOptions): StatusRow[] {
  const told = toldBy(options.alerts);
  return open
    .filter(({ target }) => target.org === PLATFORM)
    .map((incident) => {
      const { target, state, detail } = incident;
      const id = `${target.kind}/${target.id}`;
      const doubt = state === 'unverified' ? ' (not confirmed by the last look)' : '';
      return {
        ...row(incident.incident, [incident], [told(incident)]),
        id: pageText(`${agentOf(incident)}:${incident.incident}:${id}`, LONGEST_ID),
        target: target.kind,
        targetId: pageText(target.id, LONGEST_ID),
        message: pageText(`${target.name}: ${detail}${doubt}`, LONGEST_MESSAGE),
        attempts: options.attempts(incident.incident, target),
      };
    })
    .sort(bySeverity);
}

/** The incidents of tenants, one row for each type: every tenant reads this, so that it names none of them. */
export function tenantRows(open: readonly Incident[], options: RowOptions): StatusRow[] {
  const told = toldBy(options.alerts);
  const byType = Map.groupBy(
    open.filter(({ target }) => target.org !== PLATFORM),
    ({ incident }) => incident,
  );
  return [...byType]
    .map(([incident, all]) => ({
      ...row(incident, all, all.map(told)),
      id: `tenants:${incident}`,
      target: all[0]?.target.kind ?? '',
      targetId: `${all.length} open`,
      message: `${all.length} open. ${INCIDENTS[incident].sentence}`,
      attempts: options.attempts(incident, null),
    }))
    .sort(bySeverity);
}

const bySeverity = (a: StatusRow, b: StatusRow): number => RANK[a.severity] - RANK[b.severity];

function row(incident: IncidentType, all: readonly Incident[], told: readonly (Told | null)[]) {
  const known = told.filter((one) => one !== null);
  return {
    agent: INCIDENTS[incident].agent,
    type: incident,
    severity: known.map(({ severity }) => severity).reduce(worse, 'info'),
    detected: new Date(Math.min(...all.map(({ openedAt }) => openedAt))).toISOString(),
    remediation: known.find(({ action }) => action !== null)?.action ?? NO_REPAIR,
    status: known.some(({ escalated }) => escalated) ? ('escalated' as const) : ('open' as const),
  };
}

export const worse = (a: Severity, b: Severity): Severity => (RANK[a] <= RANK[b] ? a : b);

/**
 * What each incident became: an alert of some severity, or none yet, which is worth no more than a note. While
 * nobody can be asked, it is taken for the worst that it can be.
 */
function toldBy(alerts: readonly SeenAlert[] | null): (incident: Incident) => Told | null {
  if (alerts === null)
    return (incident) => ({ severity: worstOf(incident), action: 'not known now', escalated: false });
  const byKey = new Map<string, Told>();
  for (const { labels } of alerts) {
    const { alertname, incident, org, target_kind: kind, target_id: id, severity, remediation } = labels;
    if (!isSeverity(severity)) continue;
    const key = JSON.stringify([incident, org, kind, id]);
    const before = byKey.get(key);
    byKey.set(key, {
      severity: before === undefined ? severity : worse(before.severity, severity),
      action: remediation ?? before?.action ?? null,
      escalated: before?.escalated === true || alertname === 'RemediationEscalated',
    });
  }
  return ({ incident, target }) => byKey.get(incidentKey(incident, target)) ?? null;
}

const isSeverity = (word: string | undefined): word is Severity =>
  word !== undefined && Object.hasOwn(RANK, word);
