import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import type { AgentName } from '../../core/incidents.ts';
import { GUARDED_INCIDENT } from '../../prometheus/incident-series.ts';
import { actionsOf, incidentsOf } from './actions-of-agents.ts';
import { type Property, seconds, share } from './cells.ts';
import { now, PROMETHEUS, zeroIfUp } from './source.ts';
import { greenUntil, thresholds } from './thresholds.ts';

interface Line {
  readonly name: string;
  readonly expr: string;
  readonly properties: readonly Property[];
}

/** One agent in one glance: when it looked, how fresh that is, what it found, what was repaired and what was given up. */
export function agentCard(agent: AgentName): PanelBuilder {
  const all = linesOf(agent);
  const panel = new PanelBuilder()
    .title(agent)
    .description(
      'When it last ended a look, and how much of twice its interval has passed: red when AgentStale is on its way. ' +
        'Found: open incidents. Fixed: repairs of 24 h that were verified. Escalated: left to people. ' +
        'A line is missing while the process that would know does not answer.',
    )
    .datasource(PROMETHEUS)
    .targets(all.map(({ name, expr }) => now(expr, name)))
    .unit('short')
    .decimals(0)
    .noValue('unknown')
    .thresholds(greenUntil())
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .textMode(BigValueTextMode.ValueAndName)
    .orientation(VizOrientation.Horizontal)
    .text(new VizTextDisplayOptionsBuilder().titleSize(14).valueSize(18))
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .span(4)
    .height(8);
  for (const { name, properties } of all) panel.overrideByName(name, [...properties]);
  return panel;
}

function linesOf(agent: AgentName): readonly Line[] {
  const age = `time() - max(vizora_agent_last_run_timestamp_seconds{agent="${agent}"})`;
  const interval = `max(vizora_agent_interval_seconds{agent="${agent}"})`;

  const actions = actionsOf(agent);
  return [
    { name: 'Last look, ago', expr: age, properties: [seconds] },
    {
      name: 'Freshness used',
      expr: `(${age}) / clamp_min(2 * ${interval}, 60)`,
      properties: [...share, thresholds('green', [0.75, 'orange'], [1, 'red'])],
    },
    {
      name: 'Found',
      expr: `count(${GUARDED_INCIDENT}{agent="${agent}"} == 1) or ${zeroIfUp('vizora_exporter')}`,
      properties: [thresholds('green', [1, 'orange'])],
    },
    ...(actions.length === 0
      ? []
      : [
          {
            name: 'Fixed in 24 h',
            expr: `sum(increase(vizora_remediations_total{action=~"${actions.join('|')}", outcome="fixed"}[24h]))`,
            properties: [thresholds('text', [0.5, 'blue'])],
          },
        ]),
    {
      name: 'Escalated',
      expr:
        `count(vizora_remediation_escalated{incident=~"${incidentsOf(agent).join('|')}"} == 1)` +
        ` or ${zeroIfUp('vizora_remediator')}`,
      properties: [thresholds('green', [1, 'red'])],
    },
  ];
}
