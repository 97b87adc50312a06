import { once } from 'node:events';
import { createServer } from 'node:net';

/** Every port of the local stack, with the port it takes unless told otherwise. */
export const DEFAULT_PORTS = {
  prometheus: 9090,
  alertmanager: 9093,
  exporter: 19877,
  remediator: 19878,
  api: 3000,
  web: 3001,
  realtime: 3002,
  control: 3999,
  postgres: 15432,
  redis: 16379,
  storage: 19000,
  edge: 18080,
  slack: 18081,
  smtp: 18025,
  people: 18082,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Readonly<Record<PortName, number>>;

/** The ports of the sandbox only: they stay free when a real Vizora is watched. */
export const SANDBOX_PORTS: readonly PortName[] = [
  'api',
  'web',
  'realtime',
  'control',
  'postgres',
  'redis',
  'storage',
  'edge',
  'slack',
  'smtp',
  'people',
];

/** The option that moves a port, as in `--prometheus-port`. */
export const portOption = (name: PortName): string => `--${name}-port`;

/** The environment variable that moves a port, as in `PROMETHEUS_PORT`. */
export const portVariable = (name: PortName): string => `${name.toUpperCase()}_PORT`;

/**
 * Makes sure that nobody listens there yet.
 *
 * @throws Error that names every port that is taken, and the setting that moves it
 */
export async function assertFree(ports: Ports, names: readonly PortName[]): Promise<void> {
  const taken: string[] = [];
  for (const name of names) {
    if (!(await isFree(ports[name]))) {
      taken.push(
        `  ${name}: port ${ports[name]} is taken; end what listens there, or choose another ` +
          `with ${portOption(name)} or ${portVariable(name)}`,
      );
    }
  }
  if (taken.length > 0) throw new Error(`Some ports are not free:\n${taken.join('\n')}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    // Whatever the reason, we could not listen there either.
    return false;
  } finally {
    server.close();
  }
}

/** A free port for each name, all different. */
export async function freePorts(): Promise<Ports> {
  const names = Object.keys(DEFAULT_PORTS) as PortName[];
  const servers = names.map(() => createServer());
  const ports = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port was given');
      return address.port;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return Object.fromEntries(names.map((name, i) => [name, ports[i]])) as Ports;
}
