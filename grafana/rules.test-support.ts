import * as units from '@grafana/grafana-foundation-sdk/units';
import { RULE_FILES } from '../prometheus/alerts/index.ts';
import { shipped } from '../prometheus/durations.ts';
import { KNOWN_METRICS } from '../prometheus/known-metrics.ts';
import { metricsNamedIn } from '../prometheus/metrics-named-in.ts';
import { loopback } from '../prometheus/places.ts';
import { isAlert } from '../prometheus/rule.ts';
import { type Dashboard, filledIn, type Panel, type Query, shown } from './generated.test-support.ts';
import { PLATFORM_METRICS } from './platform-metrics.ts';

/** What a dashboard must be like; what it finds are sentences that name the place. */
export interface Rule {
  readonly name: string;
  finds(dashboard: Dashboard): readonly string[];
}

const recorded = RULE_FILES.flatMap((file) => file.groups(shipped, loopback))
  .flatMap((group) => group.rules)
  .flatMap((rule) => (isAlert(rule) ? [] : [rule.record]));
const known = new Set([...KNOWN_METRICS, ...PLATFORM_METRICS, ...recorded]);
const knownUnits = new Set<unknown>(Object.values(units));

/** Of Alertmanager, which no query asks. */
const WITHOUT_QUERIES = ['alertlist', 'alertGroups'];
const asking = (dashboard: Dashboard) =>
  shown(dashboard).filter(({ type }) => !WITHOUT_QUERIES.includes(type));
const repeated = (all: readonly (string | number)[]) =>
  all.filter((one, index) => all.indexOf(one) !== index);

const ofPanels =
  (broken: (panel: Panel) => boolean | string, which = shown) =>
  (dashboard: Dashboard) =>
    which(dashboard).flatMap((panel) => {
      const what = broken(panel);
      return what === false ? [] : [`${panel.title}${what === true ? '' : `: ${what}`}`];
    });

const ofQueries = (broken: (query: Query, panel: Panel) => string | false) =>
  ofPanels((panel) => {
    const found = (panel.targets ?? []).flatMap((query) => broken(query, panel) || []);
    return found.length > 0 && found.join(', ');
  });

/** The width that a panel has on a screen of 1280 px, less what Grafana keeps for itself. */
const widthOf = ({ gridPos: { w } }: Panel) => (w / 24) * 1_248;
const LEAST_COLUMNS: Readonly<Record<string, number>> = { stat: 4, row: 24, table: 12 };
/** A phone shows panels one above the other, each in its height of some 38 px a row. */
const HIGHEST = 12;
const columnsOf = ({ transformations = [] }: Panel): number =>
  transformations.flatMap(({ id, options }) =>
    id === 'organize' ? Object.keys(Object(options).renameByName) : [],
  ).length;

const counters = /_(total|bucket|sum|count)$/;
/** The API is two workers behind one port: `rate` would take each step from one to the other for a restart. */
const ofTwoWorkers = /^vizora_http_/;
const named = /^(up|process_.+|nodejs_.+|http_.+|vizora_http_.+)$/;

/** The rules of Grafana's own dashboard linter, as far as they make sense here, and ours. */
export const rules: readonly Rule[] = [
  {
    name: 'it is a classic dashboard that people cannot change by accident',
    finds: ({ uid, id, schemaVersion, editable, refresh }) =>
      id === null && schemaVersion === 42 && !editable && refresh === '1m' ? [] : [uid],
  },
  {
    name: 'its uid is stable and says whose it is',
    finds: ({ uid }) => (/^vizora-[a-z-]{2,30}$/.test(uid) ? [] : [uid]),
  },
  {
    name: 'it says what it is for, and leads to the others',
    finds: ({ description = '', tags, links }) => [
      ...(description.length > 30 ? [] : ['no description']),
      ...(links.some((link) => link.type === 'dashboards' && link.tags.every((tag) => tags.includes(tag)))
        ? []
        : ['no links']),
    ],
  },
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
  {
    name: 'every panel says what it shows',
    finds: ofPanels(({ title, description = '' }) => title.length < 3 || description.length < 25),
  },
  { name: 'every panel asks something', finds: ofPanels(({ targets = [] }) => targets.length === 0, asking) },
  {
    name: 'every panel has a unit that Grafana knows',
    finds: ofPanels(({ fieldConfig }) => {
      const given = [
        fieldConfig?.defaults.unit,
        ...(fieldConfig?.overrides ?? [])
          .flatMap(({ properties }) => properties)
          .flatMap(({ id, value }) => (id === 'unit' ? [value as string] : [])),
      ];
      return given.some((unit) => unit === undefined || !knownUnits.has(unit));
    }, asking),
  },
  {
    name: 'every panel has thresholds, which begin somewhere',
    finds: ofPanels(({ fieldConfig }) => fieldConfig?.defaults.thresholds?.steps[0]?.value !== null, asking),
  },
  {
    name: 'what is not known is shown as such where a figure would read as zero',
    finds: ofPanels(({ type, fieldConfig, targets = [] }) => {
      if (targets.some(({ expr }) => expr.includes('vector(0)'))) return 'makes zero of nothing';
      return ['stat', 'table', 'bargauge', 'state-timeline'].includes(type) && !fieldConfig?.defaults.noValue;
    }),
  },
  {
    name: 'settings of single values and columns name ones that are there',
    finds: ofPanels(({ fieldConfig, targets = [], transformations = [] }) => {
      const there = new Set([
        ...targets.flatMap((query) => Object(query).legendFormat),
        ...transformations.flatMap(({ options }) => Object.values(Object(Object(options).renameByName))),
      ]);
      return (fieldConfig?.overrides ?? [])
        .filter(({ matcher }) => matcher.id === 'byName')
        .some(({ matcher }) => !there.has(matcher.options));
    }),
  },
  {
    name: 'its data source is a variable, and that of Alertmanager the provisioned one',
    finds: (dashboard) => [
      ...(dashboard.templating.list.some(({ name, type }) => name === 'datasource' && type === 'datasource')
        ? []
        : ['no variable']),
      ...ofPanels(({ type, datasource, targets = [] }) => {
        const wanted =
          type === 'alertGroups'
            ? { type: 'alertmanager', uid: 'alertmanager' }
            : { type: 'prometheus', uid: `$${'{datasource}'}` };
        const given = [datasource, ...targets.map((query) => query.datasource)];
        return given.some((source) => JSON.stringify(source) !== JSON.stringify(wanted));
      })(dashboard),
    ],
  },
  {
    name: 'its variables are read again when the time changes',
    finds: ({ templating: { list } }) =>
      list.filter(({ type, refresh }) => type === 'query' && refresh !== 2).map(({ name }) => name),
  },
  {
    name: 'variables that are asked for are there',
    finds: (dashboard) => {
      const there = new Set(dashboard.templating.list.map(({ name }) => name));
      const text = JSON.stringify(dashboard);
      const asked = [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
      return asked.filter((name) => !name.startsWith('__') && !/^\d+$/.test(name) && !there.has(name));
    },
  },
  {
    name: 'it asks only for metrics that exist, in expressions that parse',
    finds: (dashboard) =>
      [...shown(dashboard).flatMap(({ targets = [] }) => targets), ...dashboard.annotations.list].flatMap(
        ({ expr }) => {
          const metrics = metricsNamedIn(filledIn(expr));
          return metrics.size === 0 ? [expr] : [...metrics].filter((metric) => !known.has(metric));
        },
      ),
  },
  {
    name: 'counters are asked for their growth, and those of two workers never by rate',
    finds: ofQueries(({ expr }) => {
      const wrong = [...metricsNamedIn(filledIn(expr))].filter((metric) => {
        if (!counters.test(metric)) return false;
        const grown = new RegExp(`\\b(rate|increase)\\(${metric}\\b`).test(expr);
        return ofTwoWorkers.test(metric) ? grown : !grown;
      });
      return wrong.length > 0 && wrong.join(', ');
    }),
  },
  {
    name: 'growth over time is taken over the interval that Grafana reckons',
    finds: ofQueries(
      ({ expr, range }) =>
        range === true && /\b(rate|increase)\([^[]*\[(?!\$__rate_interval)/.test(expr) && 'a fixed interval',
    ),
  },
  {
    name: 'what several jobs expose is asked for by job',
    finds: ofQueries(({ expr }) => {
      const without = [...metricsNamedIn(filledIn(expr))].filter(
        (metric) => named.test(metric) && new RegExp(`\\b${metric}(?!\\{[^}]*job)`).test(expr),
      );
      return without.length > 0 && without.join(', ');
    }),
  },
];
