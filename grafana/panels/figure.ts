import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { now, type PanelText, PROMETHEUS } from './source.ts';
import { greenUntil } from './thresholds.ts';

interface Figure extends PanelText {
  readonly expr: string;
  readonly unit: string;
  /** From these values on it is no longer green. */
  readonly steps: readonly [value: number, color: string][];
  /** Shown when nothing is known; never to be mistaken for zero. */
  readonly absent: string;
  /** Shows the series' name in place of its value. */
  readonly name?: string;
}

/** One figure in a coloured box, small enough for six in a row. */
export function figure({ title, description, expr, unit, steps, absent, name }: Figure): PanelBuilder {
  return new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(PROMETHEUS)
    .withTarget(now(expr, name))
    .unit(unit)
    .decimals(0)
    .noValue(absent)
    .thresholds(greenUntil(...steps))
    .colorMode(BigValueColorMode.Background)
    .graphMode(BigValueGraphMode.None)
    .textMode(name === undefined ? BigValueTextMode.Value : BigValueTextMode.Name)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .span(4)
    .height(4);
}
