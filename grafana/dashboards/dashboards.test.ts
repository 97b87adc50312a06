import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { RULE_FILES } from '../../prometheus/alerts/index.ts';
import { shipped } from '../../prometheus/durations.ts';
import { KNOWN_METRICS } from '../../prometheus/known-metrics.ts';
import { metricsNamedIn } from '../../prometheus/metrics-named-in.ts';
import { loopback } from '../../prometheus/places.ts';
import { isAlert } from '../../prometheus/rule.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly datasource: object;
  }[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string; readonly noValue?: string } };
}
interface Dashboard {
  readonly uid: string;
  readonly id: null;
  readonly schemaVersion: number;
  readonly editable: boolean;
  readonly panels: readonly Panel[];
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string; readonly refresh?: number }[];
  };
}

const grafana = join(import.meta.dirname, '..');
const generated = join(grafana, 'generated');
const files = readdirSync(generated);
const dashboards = files.map((name) => JSON.parse(readFileSync(join(generated, name), 'utf8')) as Dashboard);
const panels = dashboards.flatMap((it) => it.panels);
const titleOf = ({ title }: Panel) => title;

const recorded = RULE_FILES.flatMap((file) => file.groups(shipped, loopback))
  .flatMap((group) => group.rules)
  .flatMap((rule) => (isAlert(rule) ? [] : [rule.record]));
const known = new Set([...KNOWN_METRICS, ...recorded]);

/** Replaces what Grafana fills in, so that the rest can be parsed. */
const filledIn = (expr: string) => expr.replaceAll('$__rate_interval', '5m').replaceAll('$org', '.*');

describe('the dashboards', () => {
  it('are committed as the sources render them', () => {
    execFileSync(process.execPath, [join(grafana, 'generate.ts'), '--check'], { stdio: 'pipe' });
  });

  it('are classic ones with a stable uid, which people cannot change by accident', () => {
    for (const [index, { uid, id, schemaVersion, editable }] of dashboards.entries()) {
      assert.deepEqual({ id, schemaVersion, editable }, { id: null, schemaVersion: 42, editable: false });
      assert.match(uid, /^vizora-[a-z-]{2,30}$/);
      assert.equal(files[index], `${uid}.json`);
    }
  });

  it('give every panel an id of its own, and every query of a panel a reference of its own', () => {
    for (const { uid, panels } of dashboards) {
      const ids = panels.map(({ id }) => id);
      assert.ok(
        ids.every((id) => Number.isInteger(id) && id > 0),
        uid,
      );
      assert.equal(new Set(ids).size, ids.length, uid);
      for (const { title, targets = [] } of panels) {
        const references = targets.map(({ refId }) => refId);
        assert.ok(
          references.every((it) => /^[A-Z]$/.test(it)),
          title,
        );
        assert.equal(new Set(references).size, references.length, title);
      }
    }
  });

  it('lay out their panels within the grid and without overlap', () => {
    for (const { uid, panels } of dashboards) {
      const taken = new Map<string, string>();
      for (const { title, gridPos } of panels) {
        const { x, y, w, h } = gridPos;
        assert.ok(x >= 0 && w > 0 && h > 0 && x + w <= 24, title);
        for (let column = x; column < x + w; column++) {
          for (let row = y; row < y + h; row++) {
            const cell = `${column}/${row}`;
            assert.equal(taken.get(cell), undefined, `${uid}: ${title} overlaps ${taken.get(cell)}`);
            taken.set(cell, title);
          }
        }
      }
    }
  });

  it('say of every panel what it shows, in which unit, and what nothing means', () => {
    for (const panel of panels) {
      assert.ok(panel.title.length > 2 && panel.description.length > 20, panel.title);
      if (panel.type === 'alertlist') continue;
      assert.ok(panel.targets?.length, panel.title);
      assert.ok(panel.fieldConfig?.defaults.unit, panel.title);
    }
  });

  it('show what is not known as such where a figure would read as zero', () => {
    for (const panel of panels.filter(({ type }) => type === 'stat' || type === 'table')) {
      assert.ok(panel.fieldConfig?.defaults.noValue, titleOf(panel));
    }
    for (const { title, targets = [] } of panels) {
      for (const { expr } of targets) assert.doesNotMatch(expr, /vector\(0\)/, title);
    }
  });

  it('take their data source from the variable, never by a fixed uid', () => {
    for (const { templating, panels } of dashboards) {
      assert.ok(templating.list.some(({ name, type }) => name === 'datasource' && type === 'datasource'));
      for (const { title, datasource, targets = [] } of panels) {
        for (const source of [datasource, ...targets.map((it) => it.datasource)]) {
          assert.deepEqual(source, { type: 'prometheus', uid: '$' + '{datasource}' }, title);
        }
      }
    }
  });

  it('read their variables again when the time changes', () => {
    for (const { name, refresh } of dashboards.flatMap(({ templating }) =>
      templating.list.filter(({ type }) => type === 'query'),
    )) {
      assert.equal(refresh, 2, name);
    }
  });

  it('ask only for metrics that exist, in expressions that parse', () => {
    const expressions = [
      ...panels.flatMap(({ targets = [] }) => targets),
      ...dashboards.flatMap(({ annotations }) => annotations.list),
    ].map(({ expr }) => filledIn(expr));
    assert.ok(expressions.length > 10);
    for (const expr of expressions) {
      const metrics = metricsNamedIn(expr);
      assert.ok(metrics.size > 0, expr);
      for (const metric of metrics) assert.ok(known.has(metric), `${metric} in ${expr}`);
    }
  });

  it('use counters only as increases', () => {
    for (const { expr } of panels.flatMap(({ targets = [] }) => targets)) {
      for (const metric of metricsNamedIn(filledIn(expr))) {
        if (metric.endsWith('_total')) assert.match(expr, new RegExp(`(increase|rate)\\(${metric}`), expr);
      }
    }
  });
});

describe('the provisioning', () => {
  const read = (path: string) =>
    parse(readFileSync(join(grafana, 'provisioning', path), 'utf8')) as Record<
      string,
      Record<string, unknown>[]
    >;

  it('gives the data sources fixed uids that refer to each other', () => {
    const sources = read('datasources/vizora-ops.yaml')['datasources'] ?? [];
    assert.deepEqual(
      sources.map(({ uid, type }) => [uid, type]),
      [
        ['prometheus', 'prometheus'],
        ['alertmanager', 'alertmanager'],
      ],
    );
    assert.equal(Object(sources[0]?.['jsonData'])['alertmanagerUid'], 'alertmanager');
  });

  it('loads the dashboards from files, and lets nobody change them elsewhere', () => {
    const [provider] = read('dashboards/vizora-ops.yaml')['providers'] ?? [];
    assert.equal(provider?.['type'], 'file');
    assert.equal(provider?.['allowUiUpdates'], false);
  });
});
