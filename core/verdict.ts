/**
 * What a look at one item may conclude. `unknown` means "could not look" and never "nothing is wrong":
 * it keeps what was known before and authorises nothing.
 */
export type Verdict = 'bad' | 'good' | 'unknown';

/** Why an item got no verdict; a closed set, used as a metric label. */
export const UNKNOWN_REASONS = [
  'not_readable',
  'too_few_samples',
  'samples_too_old',
  'samples_disagree',
  'unparseable_date',
  'scan_incomplete',
  'source_down',
  'detail_unknown',
  'unknown_shape',
  'ambiguous',
  'unavailable',
] as const;
export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

/** The answer of a predicate: unknown always says why, bad may say since when the condition has held. */
export type Finding =
  | { readonly verdict: 'bad'; readonly detail: string; readonly since?: number }
  | { readonly verdict: 'good'; readonly detail?: string }
  | { readonly verdict: 'unknown'; readonly reason: UnknownReason; readonly detail?: string };

export const good: Finding = { verdict: 'good' };

/** @param since when the condition began, in ms since the epoch, where the evidence tells */
export function bad(detail: string, since?: number): Finding {
  return since === undefined ? { verdict: 'bad', detail } : { verdict: 'bad', detail, since };
}

export function unknown(reason: UnknownReason, detail?: string): Finding {
  return detail === undefined ? { verdict: 'unknown', reason } : { verdict: 'unknown', reason, detail };
}
