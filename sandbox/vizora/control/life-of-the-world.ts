import { Cron } from 'croner';
import type { Database } from '../world/database.ts';

/** How often each connected device's heartbeat is written, in seconds. */
const HEARTBEAT_PERIOD = 30;
const HEARTBEAT_STEP = 5;

/** A display that reports an error goes on reporting it. */
const HEARTBEAT = `UPDATE devices SET "lastHeartbeat" = $1, "updatedAt" = $1,
    "status" = CASE "status" WHEN 'error' THEN 'error' ELSE 'online' END
  WHERE "socketId" IS NOT NULL AND NOT "isDisabled" AND "status" IN ('online', 'offline', 'error')
    AND coalesce("metadata" ->> 'frozen', '') <> 'true'`;

const SILENT_TO_OFFLINE = `UPDATE devices SET "status" = 'offline', "updatedAt" = $1
  WHERE "status" = 'online' AND "lastHeartbeat" < $1::timestamp - interval '120 seconds'`;

const LONG_PAIRING_TO_OFFLINE = `UPDATE devices SET "status" = 'offline', "updatedAt" = $1
  WHERE "status" = 'pairing' AND "updatedAt" < $1::timestamp - interval '30 minutes'`;

/** What is marked `unswept` is missed, as the platform misses one now and then. */
const EXPIRED = `c."status" = 'active' AND c."expiresAt" <= $1::timestamp
  AND coalesce(c."metadata" ->> 'unswept', '') <> 'true'`;
const REPLACE_EXPIRED = `UPDATE "PlaylistItem" i SET "contentId" = r."id" FROM "Content" c
  JOIN "Content" r ON r."id" = c."replacementContentId" AND r."status" = 'active'
  WHERE i."contentId" = c."id" AND ${EXPIRED}`;
const REMOVE_EXPIRED = `DELETE FROM "PlaylistItem" i USING "Content" c
  WHERE i."contentId" = c."id" AND ${EXPIRED}`;
const MARK_EXPIRED = `UPDATE "Content" c SET "status" = 'expired', "updatedAt" = $1 WHERE ${EXPIRED}`;

/** The platform's own sweeps, at second 0 of each minute and each hour. Each statement takes the time as `$1`. */
const SWEEPS = {
  minute: [SILENT_TO_OFFLINE],
  hour: [REPLACE_EXPIRED, REMOVE_EXPIRED, MARK_EXPIRED, LONG_PAIRING_TO_OFFLINE],
} as const;

export type SweepName = keyof typeof SWEEPS;
export const isSweepName = (name: string): name is SweepName => name in SWEEPS;

export interface Life {
  /** Sweeps now, for whoever cannot wait for the full hour. */
  sweep(name: SweepName): Promise<void>;
  /** Lets every connected device send a heartbeat now, where they send any. */
  beat(): Promise<void>;
  end(): void;
}

export interface LifeOptions {
  readonly database: Database;
  /** Whether connected devices send heartbeats. */
  readonly heartbeats: boolean;
  /** Whether the platform can reach its database; while it cannot, life pauses. */
  readonly reachable: () => boolean;
  /** The platform's nightly job, which is asked now and each hour whether it is due. */
  readonly nightly: () => void;
}

/** What happens by itself: connected devices send heartbeats, the platform sweeps each minute and each hour. */
export async function startLife({ database, heartbeats, reachable, nightly }: LifeOptions): Promise<Life> {
  const run = async (statements: readonly string[]) => {
    if (!reachable()) return;
    for (const statement of statements) await database.rows(statement, [new Date().toISOString()]);
  };
  const steps = HEARTBEAT_PERIOD / HEARTBEAT_STEP;
  let step = 0;
  const someHeartbeats = () => {
    step = (step + 1) % steps;
    return run([`${HEARTBEAT} AND abs(hashtext("id")) % ${steps} = ${step}`]);
  };
  const beat = async () => {
    if (heartbeats) await run([HEARTBEAT]);
  };
  // After a pause every device would look silent until its turn comes.
  await beat();
  nightly();
  const options = { protect: true, catch: (error: unknown) => console.error('a sweep failed:', error) };
  const jobs = [
    ...(heartbeats ? [new Cron(`*/${HEARTBEAT_STEP} * * * * *`, options, someHeartbeats)] : []),
    new Cron('0 * * * * *', options, () => run(SWEEPS.minute)),
    new Cron('0 0 * * * *', options, () => run(SWEEPS.hour)),
    new Cron('0 30 * * * *', options, nightly),
  ];
  return {
    sweep: (name) => run(SWEEPS[name]),
    beat,
    end() {
      for (const job of jobs) job.stop();
    },
  };
}
