import { annotations, ofItsOrganisation } from '../annotations.ts';
import type { Durations } from '../durations.ts';
import { guarded, HELD_FOR, lastWord } from '../guarded.ts';
import type { MonitoringPlaces } from '../places.ts';
import type { AlertingRule, RuleFile } from '../rule.ts';

const STOPPED = 'vizora_account_login_stopped';
const stopped = guarded(STOPPED, ['org']);

/**
 * A restart forgets that logging in was stopped, and it takes three more failures to know it again. So what was
 * stopped stays so until the account proves otherwise, or is no longer configured.
 */
const notYetProven = `(max by (org) (max_over_time(${STOPPED}[${HELD_FOR}])) == 1 and on (org) (${stopped}))
unless on (org) (max by (org) (vizora_account_logged_in) == 1)
unless on (org) (max by (org) (vizora_agent_scan_complete) == 1)`;

const DATABASE = { server: 'PostgreSQL', unwatched: 'its tables and connections' };
const REDIS = { server: 'Redis', unwatched: 'its memory and keys' };

/** What the exporter needs in order to look: its accounts, PM2, and connections of its own. */
export const access: RuleFile = {
  name: 'access',
  groups: (durations, places) => [
    {
      name: 'access',
      interval: durations.evaluation_interval,
      rules: [
        {
          alert: 'LoginStopped',
          expr: `(${stopped}) == 1\nor\n${notYetProven}`,
          labels: { severity: 'warning' },
          annotations: annotations(
            'LoginStopped',
            {
              summary: 'Logging in to {{ $labels.org }} was stopped',
              description:
                'The account that reads {{ $labels.org }} was refused three times, asks for a second factor, ' +
                'belongs to another organisation, or its password cannot be read. ' +
                'Nothing inside {{ $labels.org }} is seen until its account is put right.',
            },
            places,
            ofItsOrganisation,
          ),
        },
        {
          alert: 'Pm2Unreachable',
          expr: `(${lastWord('vizora_pm2_up', ['job'])}) == 0`,
          for: durations.pm2_silent_for,
          labels: { severity: 'critical', org: 'platform' },
          annotations: annotations(
            'Pm2Unreachable',
            {
              summary: 'The PM2 daemon does not answer',
              description:
                'The exporter gets no process list from PM2: a process that dies is not seen, cannot be ' +
                'restarted automatically, and may not be revived by PM2 either.',
            },
            places,
          ),
        },
        {
          alert: 'OrganisationUnreachable',
          expr: `(${guarded('vizora_organization_reachable', ['org'])}) == 0`,
          for: durations.blind_for,
          keep_firing_for: durations.first_look_hold,
          labels: { severity: 'warning' },
          annotations: annotations(
            'OrganisationUnreachable',
            {
              summary: 'Nothing of {{ $labels.org }} can be read',
              description:
                'Not one list of {{ $labels.org }} could be read the last time. What was wrong there stays as it ' +
                'was, new faults are not seen, and nothing is repaired there.',
            },
            places,
            ofItsOrganisation,
          ),
        },
        ownConnection('DatabaseUnreachable', 'vizora_database_up', DATABASE, durations, places),
        ownConnection('RedisUnreachable', 'vizora_redis_up', REDIS, durations, places),
      ],
    },
  ],
};

/** A connection of our own: what the platform cannot reach is told as `DependencyDown`. */
function ownConnection(
  alert: string,
  metric: string,
  { server, unwatched }: { readonly server: string; readonly unwatched: string },
  durations: Durations,
  places: MonitoringPlaces,
): AlertingRule {
  return {
    alert,
    expr: `(${guarded(metric, ['job'])}) == 0`,
    for: durations.blind_for,
    keep_firing_for: durations.first_look_hold,
    labels: { severity: 'warning', org: 'platform' },
    annotations: annotations(
      alert,
      {
        summary: `Our own connection to ${server} fails`,
        description:
          `The exporter cannot ask ${server} anything: ${unwatched} are not watched, and whether the platform has ` +
          'lost it can only be told from outside.',
      },
      places,
    ),
  };
}
