import type { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';

/** Small things that must not be forgotten over a restart, each under the name of its topic. */
export interface Notes {
  /** Null when there is none, or none that this version understands. */
  read<T>(topic: string, schema: z.ZodType<T>): T | null;
  /** @throws Error when the disk refuses */
  write(topic: string, note: unknown): void;
}

export const NOTES_TABLE = 'CREATE TABLE notes (topic TEXT PRIMARY KEY, note TEXT NOT NULL) STRICT';

/** @param database in which {@link NOTES_TABLE} is */
export function createNotes(database: DatabaseSync): Notes {
  const get = database.prepare('SELECT note FROM notes WHERE topic = ?');
  const put = database.prepare('INSERT OR REPLACE INTO notes (topic, note) VALUES (?, ?)');
  return {
    read(topic, schema) {
      const text = get.get(topic)?.['note'];
      return typeof text === 'string' ? (schema.safeParse(parse(text)).data ?? null) : null;
    },
    write(topic, note) {
      put.run(topic, JSON.stringify(note));
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever wrote it, it is no note of ours.
    return undefined;
  }
}
