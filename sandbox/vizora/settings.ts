/** The apps as PM2 names them. */
export const APPS = ['vizora-middleware', 'vizora-realtime', 'vizora-web'] as const;
export type AppName = (typeof APPS)[number];

export interface SandboxPorts {
  readonly api: number;
  readonly realtime: number;
  readonly web: number;
  readonly control: number;
  readonly postgres: number;
  readonly redis: number;
  /** Object storage. */
  readonly storage: number;
  /** What stands before web and API, as people reach them from outside. */
  readonly edge: number;
}

/** What PM2 restarts an app at, where it has a limit. */
export const MEMORY_LIMIT_BYTES = 512 * 1024 ** 2;
/** The apps that have one. */
export const LIMITED_APPS: readonly AppName[] = ['vizora-middleware', 'vizora-realtime'];

/** What every process of the sandbox is told, as JSON in one environment variable. */
export interface SandboxSettings {
  readonly dataDir: string;
  readonly ports: SandboxPorts;
  readonly jwtSecret: string;
  /** The key that the middleware shows to the realtime gateway. */
  readonly internalSecret: string;
  /** Opens the native metrics to others than loopback; empty = to nobody else. */
  readonly metricsToken: string;
}

export const SETTINGS_VARIABLE = 'VIZORA_SANDBOX';

export function readSettings(env: NodeJS.ProcessEnv): SandboxSettings {
  const text = env[SETTINGS_VARIABLE];
  if (text === undefined)
    throw new Error(`${SETTINGS_VARIABLE} is not set: this runs as a part of the sandbox`);
  return JSON.parse(text) as SandboxSettings;
}
