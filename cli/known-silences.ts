import type { NewSilence, Silence } from '../core/alertmanager/schema.ts';
import type { Answers } from './ask-each.ts';

/** A silence as all Alertmanagers know it together: made in each of them, it has as many ids. */
export interface KnownSilence {
  readonly ids: readonly string[];
  readonly state: string;
  readonly matchers: readonly Silence['matchers'][number][];
  readonly created_by: string;
  readonly comment: string;
  readonly ends_at: string;
}

/** Those that are in force, or will be; what differs in nothing but the id is one. */
export function knownSilences({ answered }: Answers<readonly Silence[]>): readonly KnownSilence[] {
  const all = answered.flatMap(({ value }) => value).filter(({ status }) => status.state !== 'expired');
  return [...Map.groupBy(all, alikeness).values()]
    .flatMap((same) => {
      const [first] = same;
      return first === undefined ? [] : [{ first, ids: [...new Set(same.map(({ id }) => id))].sort() }];
    })
    .map(({ first: { status, matchers, createdBy, comment, endsAt }, ids }) => ({
      ids,
      state: status.state,
      matchers,
      created_by: createdBy,
      comment,
      ends_at: endsAt,
    }))
    .sort((a, b) => a.ends_at.localeCompare(b.ends_at));
}

/** Matchers as Alertmanager writes them. */
export function describeMatchers(matchers: NewSilence['matchers']): string {
  return matchers
    .map(({ name, value, isRegex, isEqual }) => {
      const operator = `${isEqual ? '=' : '!'}${isRegex ? '~' : isEqual ? '' : '='}`;
      return `${name}${operator}${JSON.stringify(value)}`;
    })
    .join(' ');
}

function alikeness({ matchers, createdBy, comment, endsAt }: Silence): string {
  const sorted = matchers
    .map(({ name, value, isRegex, isEqual }) => JSON.stringify([name, value, isRegex, isEqual]))
    .sort();
  return JSON.stringify([sorted, createdBy, comment, endsAt]);
}
