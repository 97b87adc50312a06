import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { figure } from './figure.ts';
import { mode } from './mode.ts';
import { zeroIfUp } from './source.ts';

const OFF_OR_ON = [
  ['0', 'no', 'green'],
  ['1', 'yes', 'orange'],
] as const;

/** May the machine act, and what holds it? */
export const remediationFigures = (): PanelBuilder[] => [
  mode(),
  figure({
    title: 'Stopped',
    description: 'Whether a global stop is in force: then nothing is repaired until somebody resumes.',
    expr: 'max(vizora_remediator_stop_active)',
    unit: 'short',
    steps: [[1, 'orange']],
    absent: 'unknown',
    meanings: OFF_OR_ON,
  }),
  figure({
    title: 'In maintenance',
    description: 'Whether a maintenance is in force, announced or by its window; it ends by itself.',
    expr: 'max(vizora_remediator_maintenance_active)',
    unit: 'short',
    steps: [[1, 'orange']],
    absent: 'unknown',
    meanings: OFF_OR_ON,
  }),
  figure({
    title: 'Mass failures',
    description: 'Kinds of fault of which so many came at once that they were given over to people.',
    expr: `count(vizora_remediation_mass_failure_active == 1) or ${zeroIfUp('vizora_remediator')}`,
    unit: 'short',
    steps: [[1, 'red']],
    absent: 'unknown',
  }),
  figure({
    title: 'Followed',
    description: 'Targets in trouble that are being followed until they have been good for ten minutes.',
    expr: 'max(vizora_remediator_open_episodes)',
    unit: 'short',
    steps: [[1, 'blue']],
    absent: 'unknown',
  }),
  figure({
    title: 'Fixed in 24 h',
    description:
      'Share of the repairs of a day that were verified to have helped; unknown where there were none.',
    expr:
      'sum(increase(vizora_remediations_total{outcome="fixed"}[24h]))' +
      ' / (sum(increase(vizora_remediations_total{outcome=~"fixed|not_fixed|failed|unknown"}[24h])) > 0)',
    unit: 'percentunit',
    steps: [
      [0.75, 'orange'],
      [0.9, 'green'],
    ],
    first: 'red',
    absent: 'none',
  }),
];
