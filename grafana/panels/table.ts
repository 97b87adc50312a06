import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
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
  /** The title of the column by which rows are put in order, and which end comes first. */
  readonly order?: readonly [title: string, first: 'least' | 'most'];
}

/**
 * Rows that several queries fill together: what has the same labels among those that all of them have is one row, so
 * queries that have none in common must not share a table.
 */
export function table({ title, description, queries, columns, unit, absent, order }: Table): PanelBuilder {
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
  if (order) {
    panel.sortBy([new TableSortByFieldStateBuilder().displayName(order[0]).desc(order[1] === 'most')]);
  }
  return panel;
}

/** Findings of different kinds in one form, for a table that lists them: `what`, of its `kind`. */
export const listed = (
  ...kinds: readonly (readonly [kind: string, expr: string, ...labels: string[]])[]
): string =>
  kinds
    .map(([kind, expr, ...labels]) => {
      const what = labels.map((label) => `"${label}"`).join(', ');
      return `max by (kind, what) (label_replace(label_join(${expr}, "what", " ", ${what}), "kind", "${kind}", "", ""))`;
    })
    .join('\nor\n');
