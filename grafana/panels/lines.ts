import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { course, type PanelText, PROMETHEUS } from './source.ts';
import { greenUntil, type Steps } from './thresholds.ts';

export interface Lines extends PanelText {
  readonly queries: readonly (readonly [expr: string, legend: string])[];
  readonly unit: string;
  /** Drawn as lines across, where a value is known to be too much. */
  readonly steps?: Steps;
}

/** How figures go over time; a gap is a time of which nothing is known. */
export function lines({ title, description, queries, unit, steps = [] }: Lines): PanelBuilder {
  const mode = steps.length > 0 ? GraphThresholdsStyleMode.Line : GraphThresholdsStyleMode.Off;
  return new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(PROMETHEUS)
    .targets(queries.map(([expr, legend]) => course(expr, legend)))
    .unit(unit)
    .min(0)
    .thresholds(greenUntil(...steps))
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(mode))
    .showPoints(VisibilityMode.Never)
    .spanNulls(false)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .span(12)
    .height(8);
}
