import type { Clock } from '../../core/clock.ts';
import type { LoadedConfig } from '../../core/config/load.ts';
import { readSecret } from '../../core/config/secret.ts';
import { logSizes } from '../../core/files/log-sizes.ts';
import type { Log } from '../../core/log.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import { readDatabase } from '../../core/postgres/database-status.ts';
import { readRedisStatus } from '../../core/redis/redis-status.ts';
import type { Gather } from '../run-agent.ts';
import type { Processes, Snapshot } from '../snapshot.ts';
import { gatherBackups } from './gather-backups.ts';
import { serverReading } from './server-reading.ts';
import { sharedReading } from './shared-reading.ts';
import { takeReading } from './take-reading.ts';

export interface ServerGatherOptions {
  readonly config: Pick<LoadedConfig, 'vizora' | 'exporter'>;
  readonly env: NodeJS.ProcessEnv;
  readonly processes: () => Promise<Processes>;
  readonly clock: Clock;
  readonly log: Log;
}

type ServerSection = 'database' | 'redis' | 'logs' | 'backups';

/** What was read last of each; null before the first time, and where nothing is configured. */
export type ServersSeen = { readonly [Section in ServerSection]: Snapshot[Section] | null };

export interface ServerGathering {
  readonly gather: Pick<Gather, ServerSection>;
  last(): ServersSeen;
  /** Breaks off what is read in the background. */
  close(): void;
}

/** PM2's own included. */
const LOGS_TIMEOUT_MS = 15_000;

/** What is read of the servers below the platform, and of the files beside it. */
export function gatherServers(options: ServerGatherOptions): ServerGathering {
  const { config, env, clock, log } = options;
  const { database_url, redis_url, tables } = config.vizora;
  const backups = gatherBackups(options);
  const readings = {
    database: sharedReading(
      database_url === undefined
        ? notConfigured
        : serverReading(
            'PostgreSQL',
            () => {
              const connectionString = () => readSecret(database_url, 'vizora.database_url', env);
              return readDatabase({ connectionString, clock }, tables);
            },
            { clock, log },
          ),
    ),
    redis: sharedReading(
      redis_url === undefined
        ? notConfigured
        : serverReading(
            'Redis',
            () => readRedisStatus({ address: () => readSecret(redis_url, 'vizora.redis_url', env) }),
            { clock, log },
          ),
    ),
    logs: sharedReading(gatherLogs(options)),
    backups: sharedReading(backups.read),
  };
  return {
    gather: {
      database: readings.database.read,
      redis: readings.redis.read,
      logs: readings.logs.read,
      backups: readings.backups.read,
    },
    last: () => ({
      database: readings.database.last(),
      redis: readings.redis.last(),
      logs: readings.logs.last(),
      backups: readings.backups.last(),
    }),
    close: backups.close,
  };
}

const notConfigured = async () => null;

function gatherLogs({ processes, clock }: ServerGatherOptions): () => Promise<Snapshot['logs']> {
  const look = oneAtATime(
    async () => {
      const listed = (await processes()).samples.at(-1)?.processes;
      if (listed === undefined || listed === null) throw new Error('PM2 did not answer');
      return logSizes(listed);
    },
    LOGS_TIMEOUT_MS,
    () => new Error(`the logs cannot be looked at within ${LOGS_TIMEOUT_MS} ms`),
  );
  return () => takeReading(look, clock);
}
