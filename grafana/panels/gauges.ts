import { PanelBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  BarGaugeDisplayMode,
  BarGaugeValueMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import { now, type PanelText, PROMETHEUS } from './source.ts';
import { from, type Steps } from './thresholds.ts';

interface Gauges extends PanelText {
  readonly queries: readonly (readonly [expr: string, legend: string])[];
  readonly unit: string;
  /** The colour of what is below the first step. */
  readonly first?: string;
  readonly steps: Steps;
  readonly max?: number;
  readonly absent: string;
}

/** Figures of now beside each other, each as a bar. */
export function gauges(wanted: Gauges): PanelBuilder {
  const { title, description, queries, unit, first = 'green', steps, max, absent } = wanted;
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(PROMETHEUS)
    .targets(queries.map(([expr, legend]) => now(expr, legend)))
    .unit(unit)
    .min(0)
    .noValue(absent)
    .thresholds(from(first, ...steps))
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
    .valueMode(BarGaugeValueMode.Color)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .span(12)
    .height(8);
  return max === undefined ? panel : panel.max(max);
}
