import { variable } from './variable.ts';

/** One setting of a column or of a value. */
export type Property = { readonly id: string; readonly value: unknown };

/** Figures of a column that are lengths of time. */
export const seconds: Property = { id: 'unit', value: 's' };

export const bytes: Property = { id: 'unit', value: 'bytes' };

/** A share, shown as whole per cents. */
export const share: readonly Property[] = [
  { id: 'unit', value: 'percentunit' },
  { id: 'decimals', value: 0 },
];

/** Fills the cell with its colour; Grafana 9.4 reads the first, all later ones the second. */
export const coloured: readonly Property[] = [
  { id: 'custom.displayMode', value: 'color-background-solid' },
  { id: 'custom.cellOptions', value: { type: 'color-background', mode: 'basic' } },
];

/** Words in the place of values, each in its colour, the best first. */
export const words = (meanings: Words): Property => ({ id: 'mappings', value: [wordsOf(meanings)] });

export type Words = readonly (readonly [value: string, text: string, color: string])[];

/** The same as a setting of a whole panel. */
export const wordsOf = (meanings: Words) => ({
  type: 'value' as const,
  options: Object.fromEntries(meanings.map(([value, text, color], index) => [value, { text, color, index }])),
});

/** Yes or no, of which only yes is good. */
export const yesIsGood: readonly Property[] = [
  words([
    ['1', 'yes', 'green'],
    ['0', 'no', 'red'],
  ]),
  ...coloured,
];

interface Link {
  readonly title: string;
  readonly url: string;
}

/** Links behind a cell; those of our own stay in the tab. */
export const links = (...all: readonly Link[]): Property => ({
  id: 'links',
  value: all.map((link) => ({ ...link, targetBlank: !link.url.startsWith('/') })),
});

/** What stands in another column of the same row, under the title that is shown, as it may stand in a link. */
export const cell = (title: string): string => variable(`__data.fields.${title}:percentencode`);
