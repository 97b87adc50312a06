import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { GUARDED_INCIDENT } from '../../prometheus/incident-series.ts';
import { figure } from './figure.ts';
import { zeroIfUp } from './source.ts';
import type { Steps } from './thresholds.ts';

const inState = (states: string) => `sum(vizora_displays{org=~"$org", state=~"${states}"})`;

function counted(title: string, description: string, states: string, steps: Steps): PanelBuilder {
  return figure({ title, description, expr: inState(states), unit: 'short', steps, absent: 'unknown' });
}

/** The fleet in one glance. */
export const displayFigures = (): PanelBuilder[] => [
  figure({
    title: 'Online of those in use',
    description: 'Share of the displays that play, or should: those that are online, offline or in error.',
    expr: `${inState('online')} / (${inState('online|offline|error')} > 0)`,
    unit: 'percentunit',
    steps: [
      [0.9, 'orange'],
      [0.95, 'green'],
    ],
    first: 'red',
    absent: 'unknown',
  }),
  counted('Offline', 'Displays that have been silent for longer than they may.', 'offline', [[1, 'orange']]),
  counted('In error', 'Displays that are heard of and report an error.', 'error', [[1, 'red']]),
  counted('Dormant', 'Displays that have been silent for more than seven days.', 'dormant', [[1, 'blue']]),
  counted(
    'Not in use',
    'Displays that are disabled, being paired, were never seen, or of which nothing can be told.',
    'disabled|pairing|never_seen|unknown',
    [[1, 'text']],
  ),
  figure({
    title: 'Without content',
    description: 'Displays that are online and have nothing to show.',
    expr:
      `count(${GUARDED_INCIDENT}{incident="display_without_content", org=~"$org"} == 1)` +
      ` or ${zeroIfUp('vizora_exporter')}`,
    unit: 'short',
    steps: [[1, 'orange']],
    absent: 'unknown',
  }),
];
