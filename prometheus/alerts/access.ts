import { annotations, ofItsOrganisation } from '../annotations.ts';
import { guarded, HELD_FOR, lastWord } from '../guarded.ts';
import type { RuleFile } from '../rule.ts';

const STOPPED = 'vizora_account_login_stopped';
const stopped = guarded(STOPPED, ['org']);

/**
 * A restart forgets that logging in was stopped, and it takes three more failures to know it again. So what was
 * stopped stays so until the account proves otherwise, or is no longer configured.
 */
const notYetProven = `(max by (org) (max_over_time(${STOPPED}[${HELD_FOR}])) == 1 and on (org) (${stopped}))
unless on (org) (max by (org) (vizora_account_logged_in) == 1)
unless on (org) (max by (org) (vizora_agent_scan_complete) == 1)`;

/** What the exporter needs in order to look: its accounts, and PM2. */
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
      ],
    },
  ],
};
