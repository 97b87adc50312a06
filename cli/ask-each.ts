import type { Alertmanager } from '../core/alertmanager/alertmanager.ts';
import { UnreachableError } from './ask-remediator.ts';

/** What each Alertmanager answered; `failed` says of the others why not. */
export interface Answers<T> {
  readonly answered: readonly { readonly alertmanager: string; readonly value: T }[];
  readonly failed: readonly { readonly alertmanager: string; readonly why: string }[];
}

/** Asks all at once, and waits for all. */
export async function askEach<T>(
  alertmanagers: readonly Alertmanager[],
  question: (one: Alertmanager) => Promise<T>,
): Promise<Answers<T>> {
  const ends = await Promise.allSettled(alertmanagers.map(question));
  const answered: Answers<T>['answered'][number][] = [];
  const failed: Answers<T>['failed'][number][] = [];
  for (const [i, end] of ends.entries()) {
    const alertmanager = alertmanagers[i]?.url ?? '';
    if (end.status === 'fulfilled') answered.push({ alertmanager, value: end.value });
    else failed.push({ alertmanager, why: String(end.reason?.message ?? end.reason) });
  }
  return { answered, failed };
}

/** @throws UnreachableError unless all answered: it says what stands against each, and which have done it */
export function demandAll({ answered, failed }: Answers<unknown>, done: string): void {
  if (failed.length === 0) return;
  const others = answered.map(({ alertmanager }) => alertmanager).join(', ');
  throw new UnreachableError(
    `${failed.map(({ why }) => `NOT ${done}: ${why}`).join('\n')}\n${
      others === '' ? `No Alertmanager has ${done} it.` : `Only ${others} has ${done} it.`
    }`,
  );
}
