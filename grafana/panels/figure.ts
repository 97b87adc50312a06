import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { type Words, words } from './cells.ts';
import { now, type PanelText, PROMETHEUS } from './source.ts';
import { from, type Steps } from './thresholds.ts';

export interface Figure extends PanelText {
  readonly expr: string;
  readonly unit: string;
  /** From these values on it is no longer in the first colour. */
  readonly steps: Steps;
  /** Green, unless what is small is not good. */
  readonly first?: string;
  /** Shown when nothing is known; never to be mistaken for zero. */
  readonly absent: string;
  /** Shows the series' name in place of its value. */
  readonly name?: string;
  /** What single values mean. */
  readonly meanings?: Words;
}

/** One figure in a coloured box, small enough for six in a row. */
export function figure(wanted: Figure): PanelBuilder {
  const { title, description, expr, unit, steps, first = 'green', absent, name, meanings } = wanted;
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(PROMETHEUS)
    .withTarget(now(expr, name))
    .unit(unit)
    .decimals(0)
    .noValue(absent)
    .thresholds(from(first, ...steps))
    .colorMode(BigValueColorMode.Background)
    .graphMode(BigValueGraphMode.None)
    .textMode(name === undefined ? BigValueTextMode.Value : BigValueTextMode.Name)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .span(4)
    .height(4);
  if (meanings) panel.overrideByQuery('A', [words(meanings)]);
  return panel;
}
