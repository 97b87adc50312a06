import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import type { Property } from './cells.ts';
import { type PanelText, PROMETHEUS, rows } from './source.ts';
import { greenUntil } from './thresholds.ts';

/** A column: the label, or the value of the query in that place (`Value #A`, `Value #B`, ...; `Value` of the only one). */
export interface Column {
  readonly field: string;
  readonly title: string;
  readonly properties?: readonly Property[];
}

interface Table extends PanelText {
  /** Merged on the labels that they share. */
  readonly queries: readonly string[];
  /** In the order shown; everything else is hidden. */
  readonly columns: readonly Column[];
  /** What the figures are, unless a column says otherwise. */
  readonly unit: string;
  readonly absent: string;
}

/** Rows that several queries fill together. */
export function table({ title, description, queries, columns, unit, absent }: Table): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(PROMETHEUS)
    .targets(queries.map(rows))
    .unit(unit)
    .noValue(absent)
    .thresholds(greenUntil())
    .filterable(true)
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'filterFieldsByName',
      options: { include: { names: columns.map(({ field }) => field) } },
    })
    .withTransformation({
      id: 'organize',
      options: {
        indexByName: Object.fromEntries(columns.map(({ field }, index) => [field, index])),
        renameByName: Object.fromEntries(columns.map(({ field, title }) => [field, title])),
      },
    })
    .span(24)
    .height(8);
  for (const { title: name, properties } of columns) {
    if (properties) panel.overrideByName(name, [...properties]);
  }
  return panel;
}
