import type { Question } from './question.ts';

/** What the night asks, in the form of what an alert would. */
export const NIGHTLY: Question = {
  incident: 'nightly_maintenance',
  org: 'platform',
  target_kind: 'table',
  // All of them. No database: what holds an alert about that back must not be its maintenance.
  target_id: 'all',
  action: 'maintain_tables',
};

export const isNightly = ({ action, incident }: Pick<Question, 'action' | 'incident'>): boolean =>
  action === NIGHTLY.action && incident === NIGHTLY.incident;
