import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPm2 } from '../../core/pm2/create-pm2.ts';
import type { Pm2 } from '../../core/pm2/process.ts';
import { type Control, createControl } from '../../sandbox/drill/control.ts';
import type { RunningPart } from '../../sandbox/stack/part.ts';
import { freePorts, type PortName } from '../../sandbox/stack/ports.ts';
import { loadPrograms } from '../../sandbox/stack/programs.ts';
import { forgetSandbox, pm2HomeOf, sandboxParts } from '../../sandbox/vizora/parts.ts';
import { type Places, placesIn } from '../../sandbox/vizora/places.ts';
import { loginOf } from '../../sandbox/vizora/world/accounts.ts';
import { DATABASE_NAME, type Database, openDatabase } from '../../sandbox/vizora/world/database.ts';
import type { WorldSpec } from '../../sandbox/vizora/world/spec.ts';

/** A stand-in platform alone, with nobody who watches it. */
export interface TestSandbox {
  readonly urls: Readonly<Record<PortName, string>>;
  readonly control: Control;
  readonly pm2: Pm2;
  readonly places: Places;
  /** Through the gate, as the platform and everybody else reaches it. */
  readonly database: Database;
  /** What the API answers to a viewer of the organisation, or to whom else the init says. */
  api(
    org: string,
    path: string,
    init?: { readonly method: string; readonly body: unknown },
  ): Promise<ApiAnswer>;
  stop(): Promise<void>;
}

export interface ApiAnswer {
  readonly status: number;
  /** The payload of a good answer. */
  readonly data: unknown;
}

/** Starts one, on free ports and in a folder that goes away with it. Nobody is asked to wait: limits are off. */
export async function startTestSandbox(world: WorldSpec): Promise<TestSandbox> {
  const ports = await freePorts();
  const options = {
    dataDir: mkdtempSync(join(tmpdir(), 'vizora-sandbox-')),
    ports,
    programs: loadPrograms(),
    world,
  };
  const running: RunningPart[] = [];
  const stopParts = async () => {
    for (const part of running.reverse()) await part.stop();
    forgetSandbox(options);
  };
  try {
    for (const part of sandboxParts(options)) running.push(await part.start());
  } catch (error) {
    await stopParts();
    throw error;
  }
  const urls = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}`]),
  ) as Record<PortName, string>;
  const control = createControl(urls.control);
  await control.break('rate_limit_off');
  const database = openDatabase({
    host: '127.0.0.1',
    port: ports.postgres,
    database: DATABASE_NAME,
    connections: 2,
  });
  return {
    urls,
    control,
    pm2: createPm2({ home: pm2HomeOf(options), timeoutMs: 1_500 }),
    places: placesIn(options.dataDir),
    database,
    api: createApi(urls.api),
    async stop() {
      await database.close();
      await stopParts();
    },
  };
}

function createApi(url: string): TestSandbox['api'] {
  const tokens = new Map<string, string>();
  const ask = async (path: string, init: RequestInit): Promise<ApiAnswer> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      ...init,
      headers: { 'content-type': 'application/json', ...init.headers },
      signal: AbortSignal.timeout(5_000),
    });
    const body = (await response.json()) as { data?: unknown };
    return { status: response.status, data: body.data };
  };
  const tokenOf = async (org: string): Promise<string> => {
    const { data } = await ask('/auth/login', {
      method: 'POST',
      body: JSON.stringify(loginOf(org, 'manager')),
    });
    return (data as { access_token: string }).access_token;
  };
  return async (org, path, init) => {
    const token = tokens.get(org) ?? (await tokenOf(org));
    tokens.set(org, token);
    return ask(path, {
      method: init?.method ?? 'GET',
      ...(init === undefined ? {} : { body: JSON.stringify(init.body) }),
      headers: { authorization: `Bearer ${token}` },
    });
  };
}
