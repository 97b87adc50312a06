import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Config } from '../../core/config/schema.ts';
import { AGENTS, alertNameOf, INCIDENTS, type IncidentType } from '../../core/incidents.ts';
import { shipped } from '../durations.ts';
import { remediesOf } from '../incident-alert.ts';
import { KNOWN_METRICS, OUR_HISTOGRAMS, OUR_METRICS } from '../known-metrics.ts';
import { metricsNamedIn } from '../metrics-named-in.ts';
import { loopback } from '../places.ts';
import { isAlert } from '../rule.ts';
import { AGENT_ALERTS, RULE_FILES } from './index.ts';

const root = join(import.meta.dirname, '..', '..');
const runbooks = join(root, 'docs', 'runbooks');
const rules = RULE_FILES.flatMap((file) => file.groups(shipped, loopback)).flatMap((group) => group.rules);
const alerts = rules.filter(isAlert);
/** What a real platform was seen to show of its own. */
const native = ['middleware', 'realtime'].flatMap((service) =>
  Object.entries(
    JSON.parse(
      readFileSync(join(root, 'tests', 'contract', 'recorded', `${service}-metrics.json`), 'utf8'),
    ) as Record<string, string>,
  ).flatMap(([name, type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  ),
);
const entries = AGENT_ALERTS.flatMap(({ agent, alerts }) => alerts.map((entry) => ({ agent, ...entry })));

describe('the alerts', () => {
  it('give every incident type exactly one policy, under the agent that raises it', () => {
    assert.deepEqual(
      entries.map(({ incident, agent }) => [incident, agent]).sort(),
      Object.entries(INCIDENTS)
        .map(([incident, { agent }]) => [incident, agent])
        .sort(),
    );
    assert.deepEqual(
      AGENT_ALERTS.map(({ agent }) => agent),
      [...AGENTS],
    );
  });

  it('never judge an incident worse than its cap', () => {
    const rank = { info: 0, warning: 1, critical: 2 };
    for (const { incident, severity } of entries) {
      const given = typeof severity === 'string' ? [severity] : severity.steps.map((level) => level.severity);
      const worst = Math.max(...given.map((it) => rank[it]));
      assert.equal(worst, rank[INCIDENTS[incident].worst_severity], incident);
    }
  });

  it('ask only for actions that the configuration knows', () => {
    // The night asks for the other one.
    const known = Object.keys(Config.parse({}).remediator.actions).filter(
      (name) => name !== 'maintain_tables',
    );
    const asked = alerts.flatMap(({ labels }) => labels['remediation'] ?? []);
    assert.deepEqual([...new Set(asked)].sort(), known.sort());
  });

  it('tell the machine at once, and people of the same incident after a grace', () => {
    for (const { incident, severity, ...entry } of entries) {
      if (typeof severity !== 'string') continue;
      const ofIt = alerts.filter(({ alert }) => alert === alertNameOf(incident as IncidentType));
      const machine = ofIt.filter(({ labels }) => labels['remediation'] !== undefined);
      const people = ofIt.filter(({ labels }) => labels['remediation'] === undefined);

      assert.deepEqual(
        machine.map((rule) => [rule.labels['remediation'], rule.for, rule.keep_firing_for]),
        remediesOf(entry).map(({ action }) => [action, undefined, undefined]),
      );
      assert.equal(people.length, 1, incident);
      assert.ok(people[0]?.for, incident);
      for (const rule of ofIt) assert.equal(rule.expr, people[0]?.expr, incident);
    }
  });

  it('ask the machine to repair a part of an incident only on its level, and for its kind of target', () => {
    const asked = alerts.filter(({ labels }) => labels['remediation'] === 'archive_oldest_inactive');
    assert.deepEqual(
      asked.map(({ expr, labels, for: wait, keep_firing_for: hold }) => [
        expr,
        labels['severity'],
        wait,
        hold,
      ]),
      [
        [
          'vizora:incident_active:guarded{incident="storage_high", target_kind="organization"} == 1\n' +
            'and on (org, target_kind, target_id) vizora:storage_used_ratio:held >= 0.9',
          'critical',
          undefined,
          undefined,
        ],
      ],
    );
  });

  it('tell people of each level of an incident by itself, and let no level outlast its end', () => {
    for (const { incident, severity } of entries) {
      if (typeof severity === 'string') continue;
      const { steps } = severity;
      const open = `vizora:incident_active:guarded{incident="${incident}"} == 1\n`;
      const people = alerts.filter(({ expr, labels }) => expr.startsWith(open) && !labels['remediation']);

      assert.deepEqual(
        people.map(({ alert, labels }) => [alert, labels['severity']]),
        steps.map((level) => [level.told_as?.alert ?? alertNameOf(incident), level.severity]),
      );
      const machine = alerts.filter(({ expr, labels }) => expr.startsWith(open) && labels['remediation']);
      assert.deepEqual(
        machine.map((rule) => [rule.labels['remediation'], rule.expr, rule.for, rule.keep_firing_for]),
        steps.flatMap(({ remediation }, index) =>
          remediation ? [[remediation, people[index]?.expr, undefined, undefined]] : [],
        ),
      );
      for (const [index, { alert, keep_firing_for: hold, for: wait }] of people.entries()) {
        assert.equal(hold, undefined, alert);
        assert.ok(!steps[index]?.remediation || wait, `${alert}: people would not give the repair its time`);
        assert.ok(index === 0 || wait === undefined, `${alert}: nobody would hear of it between two levels`);
      }
      const ends = steps.map(({ from }) => from ?? 0);
      assert.ok(steps.length > 1 && ends.every((end, index) => end > (ends[index - 1] ?? -1)), incident);
    }
  });

  it('carry a severity, two texts and two links each', () => {
    for (const { alert, labels, annotations } of alerts) {
      assert.match(labels['severity'] ?? '', /^(critical|warning|info|none)$/, alert);
      assert.deepEqual(
        Object.keys(annotations).sort(),
        ['dashboard_url', 'description', 'runbook_url', 'summary'],
        alert,
      );
      assert.equal(annotations['runbook_url'], `http://127.0.0.1:19877/runbooks/${alert}`);
      assert.match(annotations['summary'] ?? '', /^.{10,90}[^.]$/, alert);
      assert.match(annotations['description'] ?? '', /^.{20,400}\.$/, alert);
    }
  });

  it('read only metrics that exist, or that another rule records', () => {
    const recorded = rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record]));
    const known = new Set([...KNOWN_METRICS, ...native, ...recorded]);
    for (const rule of rules) {
      for (const metric of metricsNamedIn(rule.expr))
        assert.ok(known.has(metric), `${metric} in ${rule.expr}`);
    }
  });

  it("read the platform's own metrics by its jobs only, as some are named like ours", () => {
    const read = rules.flatMap(({ expr }) =>
      [...metricsNamedIn(expr)]
        .filter((metric) => native.includes(metric))
        .flatMap((metric) => [...expr.matchAll(new RegExp(`\\b${metric}\\b(.{0,30})`, 'g'))]),
    );
    assert.ok(read.length > 10);
    for (const [found, behind = ''] of read)
      assert.match(behind, /^\{job="vizora_(middleware|realtime)"/, found);
  });
});

describe('the known metrics', () => {
  it('are exactly those that the sources of exporter and remediator name', () => {
    const sources = ['core', 'exporter', 'remediator'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /(?<!\.test|\.test-support)\.ts$/.test(name))
        .map((name) => readFileSync(join(root, folder, name), 'utf8')),
    );
    const named = sources.flatMap((text) => [...text.matchAll(/'(vizora_[a-z0-9_]+)'/g)].map(([, it]) => it));
    assert.deepEqual(
      [...OUR_METRICS, ...OUR_HISTOGRAMS].sort(),
      [...new Set(named)].sort(),
      'prometheus/known-metrics.ts and the sources differ',
    );
  });

  it('are none of those that the platform itself exposes', () => {
    const folder = join(root, 'sandbox', 'vizora');
    const native = ['middleware/native-metrics.ts', 'realtime/realtime-metrics.ts'].flatMap((path) =>
      [...readFileSync(join(folder, path), 'utf8').matchAll(/name: '([a-z_]+)'/g)].map(([, name]) => name),
    );
    assert.ok(native.length > 10);
    for (const name of native) assert.ok(!KNOWN_METRICS.includes(String(name)), name);
  });
});

describe('the runbooks', () => {
  const pages = readdirSync(runbooks).filter((name) => name.endsWith('.md'));

  it('are one page for each alert and each announcement of the remediator, and no more', () => {
    const announced = ['RemediationPerformed', 'RemediationProposed'];
    const names = new Set([...alerts.map(({ alert }) => alert), ...announced].map((name) => `${name}.md`));
    assert.deepEqual(pages.sort(), [...names].sort());
  });

  it('answer the same questions in the same order', () => {
    for (const page of pages) {
      const headings = readFileSync(join(runbooks, page), 'utf8').match(/^#{1,2} .+$/gm);
      assert.deepEqual(
        headings,
        [
          `# ${page.slice(0, -'.md'.length)}`,
          ...['Meaning', 'Impact', 'What the machine does', 'Diagnosis', 'Mitigation', 'False positives'].map(
            (it) => `## ${it}`,
          ),
        ],
        page,
      );
    }
  });

  it('ask Prometheus only for metrics that exist', () => {
    const recorded = rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record]));
    const known = new Set([...KNOWN_METRICS, ...native, ...recorded]);
    for (const page of pages) {
      const blocks = readFileSync(join(runbooks, page), 'utf8').matchAll(/^```promql\n([\s\S]*?)^```$/gm);
      for (const [, block = ''] of blocks) {
        for (const line of block.split('\n').filter((it) => it !== '' && !it.startsWith('#'))) {
          for (const metric of metricsNamedIn(line)) assert.ok(known.has(metric), `${metric} in ${page}`);
        }
      }
    }
  });
});
