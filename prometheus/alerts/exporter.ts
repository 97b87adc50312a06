import { AGENTS } from '../../core/incidents.ts';
import { annotations, ofItsOrganisation } from '../annotations.ts';
import { guarded, HELD_FOR } from '../guarded.ts';
import type { RuleFile } from '../rule.ts';

const UP = 'up{job="vizora_exporter"}';
const CHECK = ['agent', 'incident', 'org'];

const overdue =
  'time() - vizora_agent_last_run_timestamp_seconds > clamp_min(2 * vizora_agent_interval_seconds, 60)';
/** A clock was set, the exporter's or ours: how old the last look is cannot be told then. */
const yetToCome = 'vizora_agent_last_run_timestamp_seconds - time() > 60';
const neverRan = 'vizora_agent_interval_seconds unless vizora_agent_last_run_timestamp_seconds';

const interval = 'max by (agent) (last_over_time(vizora_agent_interval_seconds[1h]))';

/** An agent that looks often has tried many times within `undecided_for`. */
const blindOften = `((${guarded('vizora_agent_scan_complete', CHECK)}) == 0)
and on (agent)
(${interval} <= 300)`;

/** Any other must have failed three times in a row: with `undecided_for` the window covers two of its intervals. */
const blindSeldom = (window: string, intervals: string) =>
  `(max by (${CHECK.join(', ')}) (max_over_time(vizora_agent_scan_complete[${window}])) == 0)
and
(max by (${CHECK.join(', ')}) (vizora_agent_scan_complete offset ${window}))
and on (agent)
(${interval} ${intervals})`;

/** The intervals of a large fleet are stretched. */
const blind = [
  blindOften,
  blindSeldom('23m', '> 300 <= 900'),
  blindSeldom('53m', '> 900 <= 1800'),
  blindSeldom('113m', '> 1800'),
];

/**
 * The exporter says it until its next restart, which may come at once or in months. People hear of it for a day,
 * and for an hour at least.
 */
const emptyStart = `min by (job) (min_over_time(vizora_exporter_state_restored[${HELD_FOR}]))`;
const emptyStartADayAgo = `min by (job) (min_over_time(vizora_exporter_state_restored[${HELD_FOR}] offset 1d))`;

/** The exporter itself: is it there, does it know what it knew, do its agents look, and do they see everything? */
export const exporter: RuleFile = {
  name: 'exporter',
  groups: (durations, places) => [
    {
      name: 'exporter',
      interval: durations.evaluation_interval,
      rules: [
        {
          alert: 'ExporterDown',
          expr: `max by (job) (${UP} == 0)\nor\nabsent(${UP})`,
          for: durations.down_for,
          labels: { severity: 'critical', org: 'platform' },
          annotations: annotations(
            'ExporterDown',
            {
              summary: 'The exporter does not answer',
              description:
                'Prometheus cannot scrape the exporter, so nothing new is seen. ' +
                'Open incidents are held as they were for an hour.',
            },
            places,
          ),
        },
        {
          alert: 'ExporterStateLost',
          expr: `(${emptyStart} == 0)\nunless on (job)\n(${emptyStartADayAgo} == 0)`,
          labels: { severity: 'warning', org: 'platform' },
          annotations: annotations(
            'ExporterStateLost',
            {
              summary: 'The exporter has lost what it knew',
              description:
                'The state of the last run could not be read and was set aside. What is wrong now was found ' +
                'again, but first-seen times are new, and what could not be looked at is forgotten.',
            },
            places,
          ),
        },
        {
          alert: 'AgentStale',
          expr: [
            `max by (agent) (${overdue})`,
            'or',
            `max by (agent) (${yetToCome})`,
            'or',
            `max by (agent) (${neverRan})`,
            ...AGENTS.flatMap((agent) => ['or', missing(agent)]),
          ].join('\n'),
          for: durations.stale_for,
          keep_firing_for: durations.first_look_hold,
          labels: { severity: 'warning', org: 'platform' },
          annotations: annotations(
            'AgentStale',
            {
              summary: 'The agent {{ $labels.agent }} has stopped looking',
              description:
                '{{ $labels.agent }} has not ended a look for more than twice its interval, never did, or says that ' +
                'it did at a time that is yet to come. What it watches may be broken without anybody knowing.',
            },
            places,
          ),
        },
        {
          alert: 'ScanIncomplete',
          expr: blind.join('\nor\n'),
          for: durations.undecided_for,
          keep_firing_for: durations.first_look_hold,
          labels: { severity: 'warning' },
          annotations: annotations(
            'ScanIncomplete',
            {
              summary: '{{ $labels.agent }} cannot see all of {{ $labels.org }}',
              description:
                'The looks of {{ $labels.agent }} for {{ $labels.incident }} in {{ $labels.org }} stay ' +
                'incomplete. What it could not see keeps its last verdict and is not repaired.',
            },
            places,
            ofItsOrganisation,
          ),
        },
      ],
    },
  ],
};

/** An agent that a running exporter does not even name, unless it was switched off on purpose. */
function missing(agent: string): string {
  const unnamed = `absent(vizora_agent_interval_seconds{agent="${agent}"}) and on () ${UP} == 1`;
  return `((${unnamed}) unless on (agent) vizora_agent_enabled == 0)`;
}
