/** Every duration of the monitoring configuration, as Prometheus and Alertmanager write them. */
export interface Durations {
  /** How often the exporter and the remediator are scraped. */
  readonly scrape_interval: string;
  readonly scrape_timeout: string;
  /** How often the platform's own metrics are scraped: it allows 1000 questions an hour. */
  readonly platform_scrape_interval: string;
  /** How often incidents are evaluated; everything else takes `evaluation_interval`. */
  readonly incident_evaluation_interval: string;
  /** How often all other rules are evaluated, and Prometheus and Alertmanager are scraped. */
  readonly evaluation_interval: string;
  /** How often rules are evaluated that look back over hours and days. */
  readonly slow_evaluation_interval: string;
  /** How long automatic repair has before people hear of a critical incident. */
  readonly grace_critical: string;
  /** The same for a warning. */
  readonly grace_warning: string;
  /** How long the people's copy stays after its condition has gone, so that a short gap tells nobody "recovered". */
  readonly people_hold: string;
  /** How long a process of ours must be out of reach before it counts as down. */
  readonly down_for: string;
  /** How long an agent must be overdue, beyond twice its interval; also the remediator's questions to Alertmanager. */
  readonly stale_for: string;
  /** How long something that we look at, or with, may be out of reach. */
  readonly blind_for: string;
  /** How long one check may come to no verdict: longer than the ten minutes for which it watches a memory that is high. */
  readonly undecided_for: string;
  /** How long requests must fail, or be slow: a deployment is over by then. */
  readonly symptom_for: string;
  /** How long what will be full must go on growing: longer than what was written at once can pass for a trend. */
  readonly trend_for: string;
  /** How long PM2 may leave our questions without an answer. */
  readonly pm2_silent_for: string;
  /** After this time a global stop is taken for one that was forgotten. */
  readonly stop_forgotten_for: string;
  /** How long the alerts about our own work bridge the time between a start and the first looks after it. */
  readonly first_look_hold: string;
  /** How often Prometheus tells Alertmanager again; four times this is how long Alertmanager believes it. */
  readonly resend_delay: string;
  /** Alerts with a longer `for` keep their age over a restart of Prometheus. */
  readonly restore_grace: string;
  /** The remediator's route: the wait before the first delivery of an alert. */
  readonly group_wait: string;
  /** Between two deliveries about one alert; also the time-out of a delivery (at least 10 s). */
  readonly remediator_group_interval: string;
  /** Slightly less than a multiple of the group interval: an exact multiple is usually one interval late. */
  readonly remediator_repeat: string;
  readonly watchdog_group_interval: string;
  readonly watchdog_repeat: string;
  readonly people_group_wait: string;
  readonly people_group_interval: string;
  readonly people_repeat_critical: string;
  readonly people_repeat: string;
  /** For what is told in business hours only; Alertmanager forgets what it told after 120 h. */
  readonly people_repeat_info: string;
  /** The outside dead-man hook. */
  readonly dead_man_group_interval: string;
  readonly dead_man_repeat: string;
}

/** What is shipped. Tests and the drill shorten some of these, and change nothing else. */
export const shipped: Durations = {
  scrape_interval: '5s',
  scrape_timeout: '4s',
  platform_scrape_interval: '30s',
  incident_evaluation_interval: '5s',
  evaluation_interval: '15s',
  slow_evaluation_interval: '1m',
  grace_critical: '3m',
  grace_warning: '10m',
  people_hold: '1m',
  down_for: '1m',
  stale_for: '2m',
  blind_for: '10m',
  undecided_for: '12m',
  symptom_for: '5m',
  trend_for: '1h',
  pm2_silent_for: '2m',
  stop_forgotten_for: '1h',
  first_look_hold: '5m',
  resend_delay: '1m',
  restore_grace: '1m',
  group_wait: '1s',
  remediator_group_interval: '30s',
  remediator_repeat: '4m50s',
  watchdog_group_interval: '30s',
  watchdog_repeat: '55s',
  people_group_wait: '30s',
  people_group_interval: '5m',
  people_repeat_critical: '58m',
  people_repeat: '23h58m',
  people_repeat_info: '119h58m',
  dead_man_group_interval: '1m',
  dead_man_repeat: '4m50s',
};
