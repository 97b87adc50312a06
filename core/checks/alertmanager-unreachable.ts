import { bad, type Finding, good, unknown } from '../verdict.ts';

/** How every Alertmanager together has answered. Times are ms since the epoch. */
export interface AlertmanagerContact {
  /** When one of them last answered this process; null before. */
  readonly answeredAt: number | null;
  /** Since when none answers, as far as it was asked; null while one does, and before the first question. */
  readonly silentSince: number | null;
  /** Why none answers; null while one does. */
  readonly trouble: string | null;
}

/**
 * Has no Alertmanager answered for as long as `after`? A silence that is shorter is no fault once one has
 * answered; before the first answer it says nothing, so that a restart clears nothing.
 *
 * @param after in ms
 */
export function alertmanagerUnreachable(contact: AlertmanagerContact, now: number, after: number): Finding {
  const { answeredAt, silentSince, trouble } = contact;
  if (silentSince === null) return answeredAt === null ? unknown('too_few_samples') : good;
  if (silentSince > now) return unknown('samples_too_old', 'the clock was set back');
  if (now - silentSince >= after) return bad(trouble ?? 'none answers', silentSince);
  return answeredAt === null ? unknown('too_few_samples', trouble ?? undefined) : good;
}
