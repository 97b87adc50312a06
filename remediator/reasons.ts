interface ReasonInfo {
  /** What it means, in one sentence for people. */
  readonly sentence: string;
  /** Whether people are told, since the machine will not repair this by itself. */
  readonly escalates: boolean;
}

const says = (sentence: string): ReasonInfo => ({ sentence, escalates: false });
const tellsPeople = (sentence: string): ReasonInfo => ({ sentence, escalates: true });

/** Why it was decided as it was: the closed set; field of the journal, of the log, and label of the metric. */
export const REASONS = {
  fault_confirmed: says('The fault was seen first-hand and every gate let the repair through.'),
  watchdog: says('The always-firing alert that shows that deliveries arrive.'),

  resolved: says('The alert says that it ended; that repairs nothing and closes nothing.'),
  no_remediation: says('The alert does not ask for a repair.'),
  stopped: says('A global stop is in force.'),
  action_unknown: says('There is no action of that name.'),
  wrong_incident: says('The action is not meant for this incident.'),
  invalid_target: says('The labels do not name a target that the action could have.'),
  off: says('The policy switches this action off.'),
  observe: says('The policy is to decide and journal, and to change nothing.'),
  alertmanager_unreachable: says(
    'Not every Alertmanager could say whether the alert is still active, or held.',
  ),
  alert_not_active: says('No Alertmanager knows the alert as active now.'),
  suppressed: says('A silence or an inhibition holds the alert in Alertmanager.'),
  paused: says('A silence on remediator="pause" stops all repair.'),
  maintenance: says('Maintenance was announced, or one of its windows is open.'),
  no_account: tellsPeople('No usable account is configured with which this organisation could be repaired.'),
  account_not_ready: says('The account could not log in just now.'),
  inventory_unreadable: says('The target could not be looked up.'),
  target_unknown: says('The target is not in the inventory that was read just now.'),
  attempts_exhausted: tellsPeople('All attempts of this episode are used up.'),
  cooldown: says('The pause since the last attempt on this target is not over.'),
  undone_by_person: says('It was repaired, and a person has put it back since.'),
  target_budget: says('This target was repaired as often as the policy allows within an hour.'),
  action_budget: says('This action ran as often as the policy allows.'),
  total_budget: says('All actions together ran as often as the policy allows.'),
  blast_radius: says('The share of the population that may be touched within an hour is used up.'),
  population_unknown: says('How many there are in all could not be read.'),
  mass_failure: tellsPeople('Many targets are broken at once: one incident for people.'),
  in_progress: says('The same target is being repaired, or decided about, at this moment.'),
  dependency_down: says('What the target stands on is away, so a repair would not help.'),
  dependency_unknown: says('Whether what the target stands on is well could not be told.'),
  restart_storm: says('The process restarted too often by itself.'),
  settling: says('The process started a moment ago, or is changing, and is given time.'),
  stopped_by_person: says('The process is stopped, which is what a person does on purpose.'),
  preflight_failed: tellsPeople("The operator's preflight command did not agree."),
  disabled_by_person: says('The display is disabled, which is what a person does on purpose.'),
  not_in_service: says('The display is being paired, or was never heard of.'),
  silent_too_briefly: says('The display has not been silent for long enough that it is asked to reload.'),
  silent_too_long: says('The display has been silent for so long that a reload would not reach it.'),
  site_silent: says('All displays of the place are silent: a matter of the place, and not of each display.'),
  command_pause: says('So many commands were sent in a row that the platform is given a pause.'),
  awaiting_approval: says('Every gate lets it through, and the policy asks a person first.'),
  rejected_by_person: says('A person was asked about this very plan, and said no.'),
  below_repair_level: says(
    'The fault is there, and not yet so bad, or not for long enough, that it is repaired.',
  ),
  database_busy: says(
    'Something in the database stands against it: a long transaction, a backup, another vacuum.',
  ),
  log_refused: says(
    'PM2 writes the log where it may not be trimmed: a link, of another user, outside of the folders.',
  ),
  night_missed: says('The time for the nightly maintenance was over before it could be begun.'),
  already_good: says('A look of our own found no fault.'),
  replacement_due: says('Another content is to take its place, which archiving it would prevent.'),
  nothing_to_trim: says('No log on the disk is longer than what is kept of each.'),
  nothing_to_archive: says('Nothing is left that the action may archive.'),
  evidence_unknown: says('A look of our own could not tell.'),
  gate_error: says('A gate broke while it looked, which counts as no.'),
} as const satisfies Record<string, ReasonInfo>;

export type Reason = keyof typeof REASONS;
