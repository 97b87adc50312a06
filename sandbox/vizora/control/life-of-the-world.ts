import { Cron } from 'croner';
import type { Database } from '../world/database.ts';

/** How often each connected device's heartbeat is written, in seconds. */
const HEARTBEAT_PERIOD = 30;
const HEARTBEAT_STEP = 5;

const HEARTBEAT = `UPDATE devices SET "lastHeartbeat" = $1, "updatedAt" = $1, "status" = 'online'
  WHERE "socketId" IS NOT NULL AND NOT "isDisabled" AND "status" IN ('online', 'offline')
    AND coalesce("metadata" ->> 'frozen', '') <> 'true'`;

const SILENT_TO_OFFLINE = `UPDATE devices SET "status" = 'offline', "updatedAt" = $1
  WHERE "status" = 'online' AND "lastHeartbeat" < $1::timestamp - interval '120 seconds'`;

const LONG_PAIRING_TO_OFFLINE = `UPDATE devices SET "status" = 'offline', "updatedAt" = $1
  WHERE "status" = 'pairing' AND "updatedAt" < $1::timestamp - interval '30 minutes'`;

const EXPIRED = `"status" = 'active' AND "expiresAt" <= $1::timestamp`;
const REPLACE_EXPIRED = `UPDATE "PlaylistItem" i SET "contentId" = r."id" FROM "Content" c
  JOIN "Content" r ON r."id" = c."replacementContentId" AND r."status" = 'active'
  WHERE i."contentId" = c."id" AND c."status" = 'active' AND c."expiresAt" <= $1::timestamp`;
const REMOVE_EXPIRED = `DELETE FROM "PlaylistItem" i USING "Content" c
  WHERE i."contentId" = c."id" AND c."status" = 'active' AND c."expiresAt" <= $1::timestamp`;
const MARK_EXPIRED = `UPDATE "Content" SET "status" = 'expired', "updatedAt" = $1 WHERE ${EXPIRED}`;

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
  end(): void;
}

/**
 * What happens by itself: connected devices send heartbeats, the platform sweeps each minute and each hour.
 * Pauses while the database cannot be reached by the platform.
 */
export async function startLife(
  database: Database,
  heartbeats: boolean,
  reachable: () => boolean,
): Promise<Life> {
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
  // After a pause every device would look silent until its turn comes.
  if (heartbeats) await run([HEARTBEAT]);
  const options = { protect: true, catch: (error: unknown) => console.error('a sweep failed:', error) };
  const jobs = [
    ...(heartbeats ? [new Cron(`*/${HEARTBEAT_STEP} * * * * *`, options, someHeartbeats)] : []),
    new Cron('0 * * * * *', options, () => run(SWEEPS.minute)),
    new Cron('0 0 * * * *', options, () => run(SWEEPS.hour)),
  ];
  return {
    sweep: (name) => run(SWEEPS[name]),
    end() {
      for (const job of jobs) job.stop();
    },
  };
}
