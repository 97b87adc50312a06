import { z } from 'zod';
import { NO_ROW } from '../../core/vizora/refused-writes.ts';

const LoggedRequest = z.object({
  seq: z.number(),
  at: z.union([z.number(), z.string().transform((text) => Date.parse(text))]),
  app: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.number().nullable(),
  account: z.string().nullish(),
});
export type LoggedRequest = z.infer<typeof LoggedRequest>;

const Requests = z.object({ requests: z.array(LoggedRequest), next: z.number() });
const Row = z.record(z.string(), z.unknown());
const FaultyRows = z.array(
  z.object({ table: z.string(), id: z.string(), what: z.enum(['added', 'removed', 'changed']) }),
);
export type FaultyRows = z.infer<typeof FaultyRows>;
const MadeFault = z.object({ rows: FaultyRows });

/** The sandbox's control port: breaks, heals, and shows the world and the requests that it answered. */
export interface Control {
  break(fault: string, parameters?: Record<string, unknown>): Promise<void>;
  heal(fault: string): Promise<void>;
  /** Makes a fault in the rows of an organisation, and answers which rows it is about. */
  breakWorld(fault: string, org: string, count?: number): Promise<FaultyRows>;
  /** Undoes it, in one organisation or in all. */
  healWorld(fault: string, org?: string): Promise<void>;
  /** Every request after that number, in order. */
  requests(after: number): Promise<z.infer<typeof Requests>>;
  row(table: string, id: string): Promise<Record<string, unknown>>;
  rows(table: string, org: string): Promise<Record<string, unknown>[]>;
  insert(table: string, row: Record<string, unknown>): Promise<Record<string, unknown>>;
  update(table: string, id: string, changes: Record<string, unknown>): Promise<void>;
  remove(table: string, id: string): Promise<void>;
}

export function createControl(url: string): Control {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(url + path, {
      method,
      signal: AbortSignal.timeout(15_000),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };
  const place = (table: string, id: string) =>
    `/world/${encodeURIComponent(table)}/${encodeURIComponent(id)}`;
  return {
    async break(fault, parameters = {}) {
      await ask('POST', `/faults/${fault}`, parameters);
    },
    async heal(fault) {
      await ask('DELETE', `/faults/${fault}`);
    },
    async breakWorld(fault, org, count = 1) {
      return MadeFault.parse(await ask('POST', `/world/faults/${fault}`, { org, count })).rows;
    },
    async healWorld(fault, org) {
      await ask(
        'DELETE',
        `/world/faults/${fault}${org === undefined ? '' : `?org=${encodeURIComponent(org)}`}`,
      );
    },
    requests: async (after) => Requests.parse(await ask('GET', `/requests?after=${after}`)),
    row: async (table, id) => Row.parse(await ask('GET', place(table, id))),
    rows: async (table, org) =>
      z
        .array(Row)
        .parse(await ask('GET', `/world/${encodeURIComponent(table)}?org=${encodeURIComponent(org)}`)),
    insert: async (table, row) => Row.parse(await ask('POST', `/world/${encodeURIComponent(table)}`, row)),
    async update(table, id, changes) {
      await ask('PATCH', place(table, id), changes);
    },
    async remove(table, id) {
      await ask('DELETE', place(table, id));
    },
  };
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What the exporter asks as a reader, so that it is refused: how it is tells it which routes there are. */
const isRefusedOnPurpose = ({ path, status }: LoggedRequest): boolean =>
  status === 403 &&
  (path === '/api/v1/fleet/commands' || Object.values(NO_ROW).some((id) => path.includes(`/${id}`)));

/** Logging in and out, and what the exporter publishes on the status page: nothing of the world changes with it. */
const CHANGES_NO_WORLD = /\/(auth\/(login|logout)|health\/ops-status)$/;

/** The requests that changed something, or tried to. */
export function writesAmong(requests: readonly LoggedRequest[]): LoggedRequest[] {
  return requests.filter(
    (r) => !READING.has(r.method) && !CHANGES_NO_WORLD.test(r.path) && !isRefusedOnPurpose(r),
  );
}
