import type { IncidentType } from '../core/incidents.ts';
import { HELD_FOR } from './guarded.ts';
import { GUARDED_INCIDENT, INCIDENT_LABELS } from './incident-series.ts';
import type { RecordingRule } from './rule.ts';

/** What an incident may be judged worse by: for how many seconds it has stood, or how full its target is. */
export type FigureName = 'age' | 'storage_used_ratio';

interface Figure {
  /** The series that holds it, for each incident or target. */
  readonly record: string;
  /** What it shares with the incident. */
  readonly labels: readonly string[];
  /** PromQL of what is known of it now. */
  known(of: string, by: string): string;
  /** PromQL of what is taken for it where nothing was known yet. */
  otherwise?(of: string, by: string): string;
}

const SINCE = 'vizora_incident_since_timestamp_seconds';

const FIGURES: Readonly<Record<FigureName, Figure>> = {
  age: {
    record: 'vizora:incident_age_seconds:held',
    labels: INCIDENT_LABELS,
    // What nobody can see any more does not get worse by itself.
    known: (of, by) => `time() - ${by} (${SINCE}${of} unless vizora_incident_unverified == 1)`,
    otherwise: (of, by) => `time() - ${by} (last_over_time(${SINCE}${of}[${HELD_FOR}]))`,
  },
  storage_used_ratio: {
    record: 'vizora:storage_used_ratio:held',
    labels: ['org', 'target_kind', 'target_id'],
    known: (_, by) => `${by} (vizora_storage_used_ratio)`,
  },
};

/**
 * Records a figure of these incidents, and the last one known for as long as they are open: an exporter that is away
 * and a look that fails neither end an incident nor change its level.
 */
export function heldFigure(name: FigureName, incidents: readonly IncidentType[]): RecordingRule {
  const { record, labels, known, otherwise } = FIGURES[name];
  const of = `{incident=~"${incidents.join('|')}"}`;
  const shared = labels.join(', ');
  const by = `max by (${shared})`;
  const last = otherwise === undefined ? record : `(${record} or ${otherwise(of, by)})`;
  return {
    record,
    expr: `${known(of, by)}\nor\n(${last} and on (${shared}) ${GUARDED_INCIDENT}${of} == 1)`,
  };
}

/** A set operator with the figure on its right, so that it matches the incidents on its left. */
export function withFigure(operator: 'and' | 'unless', name: FigureName): string {
  const { record, labels } = FIGURES[name];
  return labels === INCIDENT_LABELS
    ? `${operator} ${record}`
    : `${operator} on (${labels.join(', ')}) ${record}`;
}
