import { join, resolve } from 'node:path';
import { readSecret } from '../../core/config/secret.ts';
import { platformHosts } from '../../prometheus/configured-places.ts';
import type { MonitoringPlaces } from '../../prometheus/render.ts';
import type { Ports } from './ports.ts';
import { secretFile, tokenFile } from './secrets.ts';
import type { RealVizora } from './what-to-watch.ts';

type PlatformPlaces = Pick<MonitoringPlaces, 'middleware' | 'realtime' | 'metrics_token_file'>;

const tokenIn = (dataDir: string): string => join(dataDir, 'secrets', 'metrics.token');

/** Where Prometheus finds the metrics of the sandbox, and the token that the sandbox is told, too. */
export function metricsOfSandbox(
  dataDir: string,
  ports: Ports,
): PlatformPlaces & { readonly metrics_token_file: string } {
  return {
    middleware: `127.0.0.1:${ports.api}`,
    realtime: `127.0.0.1:${ports.realtime}`,
    metrics_token_file: tokenFile(tokenIn(dataDir)),
  };
}

/**
 * The same for a real Vizora, as its operator configured it.
 *
 * @throws SecretError when the environment variable that shall hold the token is empty
 */
export function metricsOfReal(
  dataDir: string,
  { config: { vizora } }: RealVizora,
  env: NodeJS.ProcessEnv,
): PlatformPlaces {
  const token = vizora.metrics_token;
  return {
    ...platformHosts(vizora),
    ...(token && {
      metrics_token_file:
        'file' in token
          ? resolve(token.file)
          : secretFile(tokenIn(dataDir), readSecret(token, 'vizora.metrics_token', env)),
    }),
  };
}
