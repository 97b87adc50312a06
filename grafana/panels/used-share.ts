import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import { gauges } from './gauges.ts';
import type { PanelText } from './source.ts';

/** How full each of what an expression tells by `target_id` is: it warns where the rules do. */
export const usedShare = (wanted: PanelText & { readonly expr: string }): PanelBuilder =>
  gauges({
    title: wanted.title,
    description: wanted.description,
    queries: [[wanted.expr, '{{target_id}}']],
    unit: 'percentunit',
    steps: [
      [0.8, 'orange'],
      [0.9, 'red'],
    ],
    max: 1,
    absent: 'unknown',
  });
