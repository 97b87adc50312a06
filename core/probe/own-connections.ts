import type { OwnLook, ReachedDependency } from '../checks/dependency-look.ts';
import type { LoadedConfig } from '../config/load.ts';
import { readSecret, SecretError, type SecretReference } from '../config/secret.ts';
import type { Log } from '../log.ts';
import { pingPostgres } from './ping-postgres.ts';
import { pingRedis } from './ping-redis.ts';
import { probeStorage } from './probe-storage.ts';

/** How a connection of our own is asked; null where none is configured. */
export type OwnConnections = Readonly<Record<ReachedDependency, (() => Promise<OwnLook>) | null>>;

export interface OwnConnectionOptions {
  readonly vizora: Pick<LoadedConfig['vizora'], 'database_url' | 'redis_url' | 's3_endpoint'>;
  /** Where secrets lie that the configuration refers to by variable. */
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly log: Log;
}

/** Connections of our own to what the platform stands on, as far as they are configured. */
export function ownConnections({ vizora, env, timeoutMs, log }: OwnConnectionOptions): OwnConnections {
  const { database_url, redis_url, s3_endpoint } = vizora;

  const withSecret = (
    setting: string,
    reference: SecretReference | undefined,
    ping: (secret: string, timeoutMs: number) => Promise<OwnLook>,
  ): (() => Promise<OwnLook>) | null => {
    if (reference === undefined) return null;
    const ask = async (): Promise<OwnLook> => {
      try {
        return await ping(readSecret(reference, setting, env), timeoutMs);
      } catch (error) {
        if (!(error instanceof SecretError)) throw error;
        return { outcome: 'unknown', detail: error.message };
      }
    };
    return sayingWhatIsUseless(setting, ask, log);
  };

  return {
    database: withSecret('vizora.database_url', database_url, pingPostgres),
    redis: withSecret('vizora.redis_url', redis_url, pingRedis),
    storage: s3_endpoint === undefined ? null : () => probeStorage(s3_endpoint, timeoutMs),
  };
}

/** A connection that cannot tell is of no use until a person sees to it; said once, not at each look. */
function sayingWhatIsUseless(setting: string, ask: () => Promise<OwnLook>, log: Log): () => Promise<OwnLook> {
  let said: string | null = null;
  return async () => {
    const look = await ask();
    const trouble = look.outcome === 'unknown' ? look.detail : null;
    if (trouble !== null && trouble !== said)
      log.warn({ setting, detail: trouble }, 'connection tells nothing');
    said = trouble;
    return look;
  };
}
