import { TEST_ALERT, WAYS } from '../core/delivery-test/ways.ts';
import type { Durations } from '../prometheus/durations.ts';
import type { Channels } from './channels.ts';
import { testReceiver } from './receivers.ts';

const BUSINESS_HOURS = 'business_hours';

/** When people want to hear of what can wait. */
export function timeIntervals({ timezone = 'Local' }: Channels): object[] {
  return [
    {
      name: BUSINESS_HOURS,
      time_intervals: [
        {
          weekdays: ['monday:friday'],
          times: [{ start_time: '08:00', end_time: '18:00' }],
          location: timezone,
        },
      ],
    },
  ];
}

/** Who hears of what: the first route that fits. What fits none goes to people. */
export function routes(durations: Durations, channels: Channels): object {
  return {
    receiver: 'people',
    group_by: ['alertname', 'org'],
    group_wait: durations.people_group_wait,
    group_interval: durations.people_group_interval,
    repeat_interval: durations.people_repeat,
    routes: [...machines(durations, channels), ...tests(), ...nobody(), ...people(durations)],
  };
}

function machines(durations: Durations, { dead_man }: Channels): object[] {
  const watchdog = { matchers: ['alertname="Watchdog"'], group_by: ['alertname'], group_wait: '0s' };
  return [
    ...(dead_man
      ? [
          {
            receiver: 'dead_man',
            ...watchdog,
            group_interval: durations.dead_man_group_interval,
            repeat_interval: durations.dead_man_repeat,
            continue: true,
          },
        ]
      : []),
    {
      receiver: 'remediator_heartbeat',
      ...watchdog,
      group_interval: durations.watchdog_group_interval,
      repeat_interval: durations.watchdog_repeat,
    },
    {
      receiver: 'remediator',
      matchers: ['remediation!=""'],
      // Each alert alone: none is cut off or held back by its neighbours.
      group_by: ['...'],
      group_wait: durations.group_wait,
      group_interval: durations.remediator_group_interval,
      repeat_interval: durations.remediator_repeat,
    },
  ];
}

/** Each way by itself, at once and each time; a delivery that fails is given up before the next test. */
function tests(): object[] {
  return WAYS.map((way) => ({
    receiver: testReceiver(way),
    matchers: [`alertname="${TEST_ALERT}"`, `way="${way}"`],
    group_by: ['...'],
    group_wait: '0s',
    group_interval: '10s',
  }));
}

function nobody(): object[] {
  const receiver = 'nobody';
  return [
    { receiver, matchers: ['severity="none"'] },
    // What has been dark for a week is in the daily digest.
    { receiver, matchers: ['alertname=~".+Dormant"'] },
    { receiver, matchers: ['org_class=~"test|retired"'] },
  ];
}

function people(durations: Durations): object[] {
  return [
    {
      receiver: 'announcements',
      matchers: ['alertname="RemediationPerformed"'],
      // Each repair is told once: in a group it would be told again with the next one.
      group_by: ['...'],
      group_wait: '0s',
    },
    {
      receiver: 'slack',
      matchers: ['severity="info"'],
      repeat_interval: durations.people_repeat_info,
      active_time_intervals: [BUSINESS_HOURS],
    },
    {
      receiver: 'people',
      matchers: ['severity="critical"'],
      repeat_interval: durations.people_repeat_critical,
    },
  ];
}
