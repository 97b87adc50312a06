import { z } from 'zod';
import { parseJson } from '../parse-json.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What a record of the kind `checkpoint` says: up to `upto` records were forgotten, so the chain begins anew behind it
 * with `hash`; the `kept` ones before it that still lie there add up to `sum`.
 */
export const Checkpoint = z.object({
  upto: z.int().min(1),
  hash: Hash,
  kept: z.int().min(0),
  sum: Hash,
});
export type Checkpoint = z.output<typeof Checkpoint>;

export const CHECKPOINT = 'checkpoint';

/** What a checkpoint says; null where it says nothing that can be read. */
export function readCheckpoint(record: string): Checkpoint | null {
  return Checkpoint.safeParse(parseJson(record)).data ?? null;
}
