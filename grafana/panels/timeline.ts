import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { wordsOf } from './cells.ts';
import { course, type PanelText, PROMETHEUS } from './source.ts';
import { greenUntil } from './thresholds.ts';

interface Timeline extends PanelText {
  readonly expr: string;
  readonly legend: string;
  /** What 1 and 0 mean. */
  readonly good: string;
  readonly bad: string;
}

/**
 * A state that is 1 or 0 over time; a gap stays a gap, since not known is not good: Grafana puts one wherever a step of
 * the query has no value, and a fixed length would cut the line at every step that is longer.
 */
export function timeline({ title, description, expr, legend, good, bad }: Timeline): PanelBuilder {
  const { options } = wordsOf([
    ['1', good, 'green'],
    ['0', bad, 'red'],
  ]);
  return new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(PROMETHEUS)
    .withTarget(course(expr, legend))
    .unit('short')
    .noValue('unknown')
    .thresholds(greenUntil())
    .mappings([{ type: MappingType.ValueToText, options }])
    .span(12)
    .height(7);
}
