import type { z } from 'zod';
import type { Notes } from '../notes.ts';

/** A note that is kept in memory, and on disk as far as that can be written. */
export interface Remembered<T> {
  get(): T;
  set(note: T): void;
}

export interface RememberedOptions<T> {
  readonly notes: Notes;
  readonly topic: string;
  readonly schema: z.ZodType<T>;
  /** When there is none yet. */
  readonly initial: T;
  /** Told when the disk refuses: the note is lost with the process, unless it is set again. */
  readonly onFailure: (error: unknown) => void;
}

/** What a publisher must know after a restart. A disk that refuses keeps nobody from being told. */
export function remembered<T>({
  notes,
  topic,
  schema,
  initial,
  onFailure,
}: RememberedOptions<T>): Remembered<T> {
  let note = notes.read(topic, schema) ?? initial;
  return {
    get: () => note,
    set(next) {
      note = next;
      try {
        notes.write(topic, next);
      } catch (error) {
        onFailure(error);
      }
    },
  };
}
