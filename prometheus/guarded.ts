/** How long the last word of a process stands while nobody has a newer one. */
export const HELD_FOR = '1h';

/**
 * The value of a metric as long as anybody knows it: what is scraped now, and where a process does not
 * answer, what it said last. So a dead exporter, a failed scrape or a target that has vanished resolves
 * nothing. A fresh word wins over a held one, also when it comes from another instance, and identity is
 * `labels` alone: neither the outage nor a change of address makes another alert of it.
 */
export function guarded(selector: string, labels: readonly string[]): string {
  const byIdentity = `max by (${labels.join(', ')})`;
  return [
    `${byIdentity} (${selector})`,
    'or',
    `${byIdentity} (last_over_time(${selector}[${HELD_FOR}]) unless on (job, instance) up == 1)`,
  ].join('\n');
}

/**
 * The same, held on also while a process that was started again answers, but has not said anything of it yet:
 * for what takes a first look, which a restart must neither end nor begin anew.
 */
export function lastWord(selector: string, labels: readonly string[]): string {
  const byIdentity = `max by (${labels.join(', ')})`;
  return [
    `${byIdentity} (${selector})`,
    'or',
    `${byIdentity} (last_over_time(${selector}[${HELD_FOR}]))`,
  ].join('\n');
}
