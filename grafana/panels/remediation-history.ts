import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { coloured, seconds, words } from './cells.ts';
import { type Column, table } from './table.ts';

const OUTCOME: Column = {
  field: 'outcome',
  title: 'Outcome',
  properties: [
    ...coloured,
    words([
      ['fixed', 'fixed', 'green'],
      ['skipped', 'skipped', 'text'],
      ['refused', 'refused', 'text'],
      ['unknown', 'unknown', 'orange'],
      ['not_fixed', 'not fixed', 'red'],
      ['failed', 'failed', 'red'],
    ]),
  ],
};

/** What was repaired within a day: what, why, how it ended and how long it took. @param matchers of one target, or '' for all */
export function remediationHistory(matchers = ''): PanelBuilder {
  const recent = `vizora_remediation_recent_ended_timestamp_seconds${matchers}`;
  return table({
    title: 'Repairs of the last 24 h',
    description:
      'Each repair that ended, the newest hundred: what was done, because of what, how it ended, and how long that ' +
      'took from the decision on. Only fixed was verified to have helped; vizora-ops explain tells the rest.',
    queries: [
      `1000 * max by (id, action, incident, org, target_kind, target_id, outcome) (${recent})`,
      'max by (id) (vizora_remediation_recent_duration_seconds)' +
        (matchers === '' ? '' : ` and on (id) ${recent}`),
    ],
    columns: [
      { field: 'Value #A', title: 'Ended', properties: [{ id: 'unit', value: 'dateTimeFromNow' }] },
      { field: 'action', title: 'What' },
      { field: 'incident', title: 'Why' },
      { field: 'org', title: 'Organisation' },
      { field: 'target_kind', title: 'Kind' },
      { field: 'target_id', title: 'Id' },
      OUTCOME,
      { field: 'Value #B', title: 'Took', properties: [seconds] },
      { field: 'id', title: 'Repair' },
    ],
    unit: 'short',
    absent: '-',
    order: ['Ended', 'most'],
  });
}
