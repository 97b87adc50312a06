import type { Panel } from './generated.test-support.ts';
import { ofPanels, type Rule, repeated } from './rule.test-support.ts';

/** The width that a panel has on a screen of 1280 px, less what Grafana keeps for itself. */
const widthOf = ({ gridPos: { w } }: Panel) => (w / 24) * 1_248;
const LEAST_COLUMNS: Readonly<Record<string, number>> = { stat: 4, row: 24, table: 12 };
/** A phone shows panels one above the other, each in its height of some 38 px a row. */
const HIGHEST = 12;
const columnsOf = ({ transformations = [] }: Panel): number =>
  transformations.flatMap(({ id, options }) =>
    id === 'organize' ? Object.keys(Object(options).renameByName) : [],
  ).length;

/** Where panels stand, and how they are told apart. */
export const layoutRules: readonly Rule[] = [
  {
    name: 'every panel has an id of its own',
    finds: ({ panels }) => [
      ...panels.filter(({ id }) => !(Number.isInteger(id) && id > 0)).map(({ title }) => title),
      ...repeated(panels.map(({ id }) => id)).map((id) => `twice: ${id}`),
    ],
  },
  {
    name: 'every panel has a title of its own',
    finds: ({ panels }) => repeated(panels.map(({ title }) => title)).map(String),
  },
  {
    name: 'every query of a panel has a reference of its own',
    finds: ofPanels(({ targets = [] }) => {
      const references = targets.map(({ refId }) => refId);
      return references.some((it) => !/^[A-Z]$/.test(it)) || repeated(references).length > 0;
    }),
  },
  {
    name: 'panels lie within the grid, and on no other',
    finds: ({ panels }) => {
      const taken = new Map<string, string>();
      return panels.flatMap(({ title, gridPos: { x, y, w, h } }) => {
        if (!(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 24)) return [`${title} is not within the grid`];
        const cells = Array.from(
          { length: w * h },
          (_, index) => `${x + (index % w)}/${y + Math.floor(index / w)}`,
        );
        const under = new Set(cells.flatMap((cell) => taken.get(cell) ?? []));
        for (const cell of cells) taken.set(cell, title);
        return [...under].map((other) => `${title} overlaps ${other}`);
      });
    },
  },
  {
    name: 'panels can be read on a screen of 1280 px and on a phone',
    finds: ofPanels((panel) => {
      const { type, title, gridPos } = panel;
      const least = LEAST_COLUMNS[type] ?? 8;
      if (gridPos.w < least) return `narrower than ${least} columns`;
      if (gridPos.h > HIGHEST) return 'higher than a phone';
      if (title.length * 8 > widthOf(panel)) return 'its title is cut';
      return type === 'table' && widthOf(panel) / columnsOf(panel) < 100 && 'its columns are cut';
    }),
  },
  {
    name: 'headings are open, so that everything is loaded and found',
    finds: ({ panels }) =>
      panels.filter(({ type, collapsed }) => type === 'row' && collapsed).map(({ title }) => title),
  },
];
