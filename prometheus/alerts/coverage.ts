import { annotations, ofItsOrganisation } from '../annotations.ts';
import { guarded } from '../guarded.ts';
import { DAY } from '../levels.ts';
import type { RuleFile } from '../rule.ts';

const byOrganisation = (metric: string) => `max by (org) (${metric})`;
const knownIn = byOrganisation('vizora_content_details_expected_completion_timestamp_seconds');

/** Hosts that keep time are within a second; heartbeats are a quarter of a minute apart. */
const SKEW_SECONDS = 30;

/** What is not looked at, not shown, or not to be trusted, although everybody answers. */
export const coverage: RuleFile = {
  name: 'coverage',
  groups: (durations, places) => [
    {
      name: 'coverage',
      interval: durations.evaluation_interval,
      rules: [
        {
          alert: 'CheckUnavailable',
          expr: `(${guarded('vizora_check_available', ['agent', 'incident'])}) == 0
or
(${guarded('vizora_action_available', ['action'])}) == 0`,
          for: durations.blind_for,
          keep_firing_for: durations.first_look_hold,
          labels: { severity: 'warning', org: 'platform' },
          annotations: annotations(
            'CheckUnavailable',
            {
              summary: 'The platform no longer has what {{ or $labels.incident $labels.action }} needs',
              description:
                'A route or a field that {{ or $labels.incident $labels.action }} needs is missing on the platform, ' +
                'most likely since an update of it. Until that is put right, this fault is not seen or not repaired.',
            },
            places,
          ),
        },
        {
          alert: 'IncidentsSuppressed',
          expr: `(${guarded('vizora_incidents_suppressed', ['agent', 'incident'])}) > 0`,
          for: durations.blind_for,
          labels: { severity: 'warning', org: 'platform' },
          annotations: annotations(
            'IncidentsSuppressed',
            {
              summary: 'There are more incidents {{ $labels.incident }} than are shown',
              description:
                'So many incidents {{ $labels.incident }} are open that not all have a series of their own: those ' +
                'left out are counted, and neither told nor repaired one by one.',
            },
            places,
          ),
        },
        {
          alert: 'ContentDetailsLate',
          expr: [
            `${knownIn} - time() > ${DAY}`,
            'and on (org)',
            `${byOrganisation('vizora_content_details_wanted')} > 0`,
          ].join('\n'),
          for: durations.blind_for,
          keep_firing_for: durations.first_look_hold,
          labels: { severity: 'info' },
          annotations: annotations(
            'ContentDetailsLate',
            {
              summary: 'The contents of {{ $labels.org }} will not all be known within a day',
              description:
                'What lists do not tell is read content by content, as fast as the rate limits allow, and for ' +
                '{{ $labels.org }} that takes more than a day. Until then expiry and use of the rest are unknown.',
            },
            places,
            ofItsOrganisation,
          ),
        },
        {
          alert: 'ClockSkewed',
          expr: `abs(${guarded('vizora_clock_skew_seconds', ['party'])}) > ${SKEW_SECONDS}`,
          for: durations.blind_for,
          keep_firing_for: durations.first_look_hold,
          labels: { severity: 'warning', org: 'platform' },
          annotations: annotations(
            'ClockSkewed',
            {
              summary: 'Our clock and that of the {{ $labels.party }} differ',
              description:
                'The clocks of this host and of the {{ $labels.party }} differ by more than half a minute: ages are ' +
                'wrong by as much, schedules begin at another moment, and tokens may end early.',
            },
            places,
          ),
        },
      ],
    },
  ],
};
