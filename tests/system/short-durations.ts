import { type Durations, shipped } from '../../prometheus/render.ts';

/** The shipped monitoring with every wait made short: nothing but durations differs. */
export const shortDurations: Durations = {
  ...shipped,
  scrape_interval: '1s',
  scrape_timeout: '1s',
  incident_evaluation_interval: '1s',
  evaluation_interval: '2s',
  resend_delay: '5s',
  remediator_repeat: '50s',
};

/** The shipped policy with every wait made short. */
export const shortSettings = {
  // Looks every few seconds would be stretched to stay within the hour.
  vizora: { request_budget: { per_hour: 100_000 } },
  exporter: {
    agents: {
      'health-guardian': { interval: '2s', probe_interval: '3s' },
      'schedule-doctor': { interval: '5s' },
    },
    resolved_hold: '10s',
  },
  remediator: {
    reconcile_interval: '5s',
    episode_hold: '3s',
    mass_failure: { within: '1s' },
    actions: {
      restart_process: { settle: '1s', stable_for: '6s', cooldown: '2s', young_for: '2s' },
      deactivate_schedule: { settle: '1s', cooldown: '2s', respect_undo_for: '1s' },
    },
  },
};
