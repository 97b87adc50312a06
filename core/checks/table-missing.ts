import { bad, type Finding, good, unknown } from '../verdict.ts';

/**
 * Is a table that is to be maintained not in the database?
 *
 * @param existing those that are there; null when the catalogue could not be read
 */
export function tableMissing(table: string, existing: ReadonlySet<string> | null): Finding {
  if (existing === null) return unknown('not_readable', 'the catalogue could not be read');
  return existing.has(table) ? good : bad('not in the schema public');
}
