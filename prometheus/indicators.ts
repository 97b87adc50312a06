import { DEPENDENCIES_OF, SERVICES, type ServiceName } from '../core/target.ts';
import { guarded } from './guarded.ts';
import { REPAIRED_WITHIN_SECONDS } from './objectives.ts';
import type { RecordingRule } from './rule.ts';

/** How bad it is at this moment, from 0 to 1, for each objective; no series while nobody knows. */
export const BAD_NOW = 'objective:bad:now';

/** There while people have been told by its own name of what uses the budget. */
export const TOLD_NOW = 'objective:told:now';

/** Of how many a share is. */
export const POPULATION = 'objective:population:count';

/** A look that is older than this says nothing of now. */
const FRESH_SECONDS = 120;

const ofService = (service: ServiceName) => ({
  objective: service,
  org: 'platform',
  target_kind: 'service',
  target_id: service,
});

/** A service is there when its liveness probe succeeds, and it does not itself say that it is not ready. */
function service(name: ServiceName): RecordingRule {
  const fresh = `time() - vizora_probe_timestamp_seconds{service="${name}"} < ${FRESH_SECONDS}`;
  return {
    record: BAD_NOW,
    expr: [
      `1 - max(vizora_probe_success{service="${name}"} and on (job, instance) (${fresh}))`,
      `* (min(vizora_service_ready{service="${name}"}) or vector(1))`,
    ].join('\n'),
    labels: ofService(name),
  };
}

const displays = (states: string) => `sum by (org) (vizora_displays{state=~"${states}"})`;
const PLAYING = 'online|offline|error';
const ofCustomers = 'max by (org) (vizora_organization_info{org_class="customer"})';
const read = 'max by (org) (vizora_scan_last_success_timestamp_seconds{resource="displays"})';
const interval = 'max(vizora_agent_interval_seconds{agent="fleet-manager"})';
const asOrganisation = (expr: string) => `label_replace(${expr}, "target_id", "$1", "org", "(.+)")`;
const ofFleet = { objective: 'fleet', target_kind: 'organization' };

/** What is known of each objective at this moment, and whether people know of it by another name. */
export const indicators: readonly RecordingRule[] = [
  ...SERVICES.map(service),
  {
    record: BAD_NOW,
    expr: asOrganisation(
      [
        `${displays('offline|error')} / (${displays(PLAYING)} > 0)`,
        `and on (org) time() - ${read} < on () group_left () clamp_min(3 * ${interval}, 900)`,
        `and on (org) ${ofCustomers}`,
      ].join('\n'),
    ),
    labels: ofFleet,
  },
  { record: POPULATION, expr: asOrganisation(displays(PLAYING)), labels: ofFleet },
  ...SERVICES.map((name) => ({ record: TOLD_NOW, expr: toldOf(name), labels: ofService(name) })),
  {
    record: TOLD_NOW,
    expr: asOrganisation(
      'max by (org) (ALERTS{alertname="SiteOffline", alertstate="firing", target_kind="organization"})',
    ),
    labels: ofFleet,
  },
];

function toldOf(name: ServiceName): string {
  const firing = 'alertstate="firing", remediation=""';
  const itself = `ALERTS{alertname=~"ServiceDown|ServiceStuck", ${firing}, target_id="${name}"}`;
  const needed = DEPENDENCIES_OF[name];
  if (needed.length === 0) return `max(${itself})`;
  return `max(${itself} or ALERTS{alertname="DependencyDown", ${firing}, target_id=~"${needed.join('|')}"})`;
}

/** What is counted rather than watched: how many of how many went wrong within five minutes. */
export const EVENTS: readonly { readonly objective: string; readonly bad: string; readonly all: string }[] = [
  {
    objective: 'repairs',
    bad: 'sum(increase(vizora_remediations_total{outcome=~"not_fixed|failed|unknown"}[5m]))',
    all: 'sum(increase(vizora_remediations_total{outcome=~"fixed|not_fixed|failed|unknown"}[5m]))',
  },
  {
    objective: 'repair_time',
    bad: [
      'sum(increase(vizora_remediation_repair_duration_seconds_count[5m]))',
      `- sum(increase(vizora_remediation_repair_duration_seconds_bucket{le="${REPAIRED_WITHIN_SECONDS}"}[5m]))`,
    ].join('\n'),
    all: 'sum(increase(vizora_remediation_repair_duration_seconds_count[5m]))',
  },
];

const UNDONE = 'sum by (action) (vizora_remediations_undone_total)';
const PUT_BACK = 'sum by (action) (vizora_remediation_decisions_total{reason="undone_by_person"})';
const TOTAL = 'action:false_actions:total';

/** How many acts a person took back within the hour; what nobody has counted yet is 0 where anything is counted. */
export const FALSE_ACTIONS = 'action:false_actions:increase1h';

/**
 * What was no repair although it was done as one: a person took it back by our own undo (`undone`), or put it back by
 * other means, which is found out when it would be repaired again (`put_back`). Totals shrink when old decisions are
 * forgotten, which is not a reset.
 */
export const falseActions: readonly RecordingRule[] = [
  {
    record: TOTAL,
    expr: guarded('vizora_remediations_undone_total', ['action']),
    labels: { evidence: 'undone' },
  },
  {
    record: TOTAL,
    expr: `${PUT_BACK}\nor\n0 * ${UNDONE}`,
    labels: { evidence: 'put_back' },
  },
  { record: FALSE_ACTIONS, expr: `clamp_min(${TOTAL} - ${TOTAL} offset 1h, 0)` },
];
