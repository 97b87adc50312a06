import { GraphDrawStyle, StackingConfigBuilder, StackingMode } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { course, type PanelText, PROMETHEUS } from './source.ts';

/** How often something happened, stacked by a label. */
export function bars(text: PanelText, counter: string, by: string): PanelBuilder {
  return new PanelBuilder()
    .title(text.title)
    .description(text.description)
    .datasource(PROMETHEUS)
    .withTarget(course(`sum by (${by}) (increase(${counter}[$__rate_interval]))`, `{{${by}}}`))
    .unit('short')
    .decimals(0)
    .min(0)
    .drawStyle(GraphDrawStyle.Bars)
    .fillOpacity(70)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal))
    .span(12)
    .height(8);
}
