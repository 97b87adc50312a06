import { GraphDrawStyle, StackingConfigBuilder, StackingMode } from '@grafana/grafana-foundation-sdk/common';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { lines } from './lines.ts';
import type { PanelText } from './source.ts';

/** How often something happened, stacked by a label. */
export function bars(text: PanelText, counter: string, by: string): PanelBuilder {
  return stacked(
    lines({
      ...text,
      queries: [[`sum by (${by}) (increase(${counter}[$__rate_interval]))`, `{{${by}}}`]],
      unit: 'short',
    }),
  )
    .decimals(0)
    .drawStyle(GraphDrawStyle.Bars);
}

/** Parts of a whole, on top of each other. */
export const stacked = (panel: PanelBuilder): PanelBuilder =>
  panel.fillOpacity(70).stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
