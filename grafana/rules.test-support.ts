import * as units from '@grafana/grafana-foundation-sdk/units';
import { type Dashboard, shown } from './generated.test-support.ts';
import { layoutRules } from './layout-rules.test-support.ts';
import { queryRules } from './query-rules.test-support.ts';
import { ofPanels, type Rule } from './rule.test-support.ts';

const knownUnits = new Set<unknown>(Object.values(units));

/** Of Alertmanager, which no query asks. */
const WITHOUT_QUERIES = ['alertlist', 'alertGroups'];
const asking = (dashboard: Dashboard) =>
  shown(dashboard).filter(({ type }) => !WITHOUT_QUERIES.includes(type));

/**
 * The rules of Grafana's own dashboard linter, as far as they make sense here, and ours. Not those that want variables for
 * job and instance: there is one of each.
 */
export const rules: readonly Rule[] = [
  ...layoutRules,
  ...queryRules,
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
];
