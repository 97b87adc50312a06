import type { Alert } from './alert.ts';
import type { Source } from './ledger/decisions.ts';
import { isNightly } from './nightly-question.ts';
import type { Question } from './question.ts';

/** Something that says: look at this. */
export interface Hint {
  readonly source: Source;
  readonly alert: Alert;
  /** Of the stored alert that waits for its decision; null for hints that no webhook brought. */
  readonly alertId: number | null;
}

/** The hint with which the remediator reminds itself. */
export function hintAgain(question: Question): Hint {
  const { action, ...labels } = question;
  const alert = { status: 'firing', labels: { ...labels, remediation: action }, startsAt: null } as const;
  const source = isNightly(question) ? 'timetable' : 'again';
  return { source, alert: { ...alert, fingerprint: '' }, alertId: null };
}
