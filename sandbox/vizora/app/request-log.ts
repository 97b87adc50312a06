import { mkdirSync, openSync, writeSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { AppName } from '../settings.ts';

/** A request that an app answered, hung on, or gave up. */
export interface RecordedRequest {
  /** ISO-8601, when it was answered or swallowed. */
  readonly at: string;
  /** The same in ms since the epoch, with fractions: what orders the requests of several processes. */
  readonly at_ms: number;
  readonly app: AppName;
  readonly pm_id: number;
  readonly pid: number;
  readonly method: string;
  readonly path: string;
  /** With its question mark; empty when there is none. */
  readonly query: string;
  /** Null = no answer: it hung, was cut off, or the client went away. */
  readonly status: number | null;
  /** Whose credentials it carried, once they were checked; else null. */
  readonly account: string | null;
}

export interface RequestLog {
  /** Call before anything else: the line is on disk before the client sees the end of its answer. */
  watch(request: IncomingMessage, response: ServerResponse): void;
  noteAccount(response: ServerResponse, account: string): void;
  /** Says that nothing will be answered. */
  noteSilence(response: ServerResponse): void;
}

export function openRequestLog(folder: string, app: AppName, pmId: number): RequestLog {
  mkdirSync(folder, { recursive: true });
  const file = openSync(join(folder, `${app}.${pmId}.${process.pid}.jsonl`), 'a');
  const open = new WeakMap<ServerResponse, { request: IncomingMessage; account: string | null }>();

  const write = (response: ServerResponse, status: number | null) => {
    const entry = open.get(response);
    if (entry === undefined) return;
    open.delete(response);
    const at = performance.timeOrigin + performance.now();
    const url = entry.request.url ?? '';
    const cut = url.indexOf('?');
    const line: RecordedRequest = {
      at: new Date(at).toISOString(),
      at_ms: at,
      app,
      pm_id: pmId,
      pid: process.pid,
      method: entry.request.method ?? '',
      path: cut === -1 ? url : url.slice(0, cut),
      query: cut === -1 ? '' : url.slice(cut),
      status,
      account: entry.account,
    };
    writeSync(file, `${JSON.stringify(line)}\n`);
  };

  return {
    watch(request, response) {
      open.set(response, { request, account: null });
      const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
      response.end = ((...given: unknown[]) => {
        write(response, response.statusCode);
        return end(...given);
      }) as ServerResponse['end'];
      response.on('close', () => write(response, null));
    },
    noteAccount(response, account) {
      const entry = open.get(response);
      if (entry !== undefined) entry.account = account;
    },
    noteSilence: (response) => write(response, null),
  };
}
