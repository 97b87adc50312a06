import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import type { TimelineEvent } from './timeline.ts';

/** A line of the log of exporter or remediator, as far as the timeline tells it. */
const Line = z.object({
  level: z.string(),
  name: z.string(),
  msg: z.string(),
  org: z.string().optional(),
  account: z.string().optional(),
  agent: z.string().optional(),
  detail: z.string().optional(),
  incident: z.string().optional(),
  alertname: z.string().optional(),
});

/**
 * Follows a log: each question answers the warnings and errors that came since, as events.
 * What names an incident or an alert is left out, as the timeline tells of those itself.
 *
 * @param file appended to by its process; need not be there yet
 */
export function logWarnings(file: string): () => TimelineEvent[] {
  let rest = '';
  let offset = newText(file, 0).end;
  return () => {
    const { text, end } = newText(file, offset);
    offset = end;
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    return lines.flatMap(eventOf);
  };
}

/** What stands behind the offset; nothing while there is no file. A file that shrank is read from its start. */
function newText(file: string, offset: number): { text: string; end: number } {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { text: '', end: 0 };
    throw error;
  }
  try {
    const { size } = fstatSync(descriptor);
    const from = size < offset ? 0 : offset;
    const buffer = Buffer.alloc(size - from);
    const read = readSync(descriptor, buffer, 0, buffer.length, from);
    return { text: buffer.toString('utf8', 0, read), end: from + read };
  } finally {
    closeSync(descriptor);
  }
}

function eventOf(line: string): TimelineEvent[] {
  const parsed = Line.safeParse(json(line));
  if (!parsed.success) return [];
  const { level, name, msg, org, account, agent, detail, incident, alertname } = parsed.data;
  if (!['warn', 'error', 'fatal'].includes(level) || incident !== undefined || alertname !== undefined)
    return [];
  const text = detail === undefined ? msg : `${msg}: ${detail}`;
  return [
    {
      kind: 'log',
      source: name,
      target: org ?? account ?? agent ?? '',
      text,
      tone: level === 'warn' ? 'busy' : 'bad',
    },
  ];
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Not written by our log: a stack trace of Node, which is in the file for whoever looks there.
    return null;
  }
}
