import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../core/clock.ts';
import type { RunningPart } from '../sandbox/stack/part.ts';
import { freePorts, type Ports } from '../sandbox/stack/ports.ts';
import { loadPrograms } from '../sandbox/stack/programs.ts';
import { forgetSandbox, sandboxParts } from '../sandbox/vizora/parts.ts';
import type { WorldSpec } from '../sandbox/vizora/world/spec.ts';
import type { TableName } from '../sandbox/vizora/world/tables.ts';

type Row = Record<string, unknown> & { readonly id: string };

/** The stand-in platform on free ports, and the port that controls it. */
export interface RunningSandbox {
  readonly ports: Ports;
  readonly apiUrl: string;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  rows(table: TableName): Promise<readonly Row[]>;
  /** Runs `look` while the fault is set, and heals it whatever happens. */
  during<T>(fault: string, parameters: unknown, look: () => Promise<T>): Promise<T>;
  /** Runs `look` while the platform limits rates, as it does; else it does not, so that tests need not wait. */
  withRateLimits<T>(look: () => Promise<T>): Promise<T>;
  /** Every request that the API has answered so far, or gave up. */
  requests(): Promise<
    readonly { method: string; path: string; status: number | null; account: string | null }[]
  >;
  stop(): Promise<void>;
}

/** The apps look at their orders every 50 ms. */
const ORDERS_ARRIVE_MS = 100;

export async function startSandbox(world: WorldSpec): Promise<RunningSandbox> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const ports = await freePorts();
  const programs = loadPrograms();
  const running: RunningPart[] = [];
  const stop = async () => {
    for (const part of running.reverse()) await part.stop();
    forgetSandbox({ dataDir, programs });
  };
  try {
    for (const part of sandboxParts({ dataDir, ports, programs, world })) running.push(await part.start());
  } catch (error) {
    await stop();
    throw error;
  }

  async function control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${ports.control}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  await control('POST', '/faults/rate_limit_off', {});
  return {
    ports,
    apiUrl: `http://127.0.0.1:${ports.api}`,
    control,
    rows: async (table) => (await control('GET', `/world/${table}`)) as Row[],
    async during(fault, parameters, look) {
      await control('POST', `/faults/${fault}`, parameters);
      try {
        await systemClock.sleep(ORDERS_ARRIVE_MS);
        return await look();
      } finally {
        await control('DELETE', `/faults/${fault}`);
        await systemClock.sleep(ORDERS_ARRIVE_MS);
      }
    },
    async withRateLimits(look) {
      await control('DELETE', '/faults/rate_limit_off');
      try {
        await systemClock.sleep(ORDERS_ARRIVE_MS);
        return await look();
      } finally {
        await control('POST', '/faults/rate_limit_off', {});
        await systemClock.sleep(ORDERS_ARRIVE_MS);
      }
    },
    async requests() {
      const answer = await control('GET', '/requests');
      return (answer as { requests: Awaited<ReturnType<RunningSandbox['requests']>> }).requests;
    },
    stop,
  };
}
