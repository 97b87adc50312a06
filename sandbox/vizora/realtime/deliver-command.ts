import type { RealtimeDeps } from './create-realtime.ts';

const QUEUE_SECONDS = 300;
/** Commands after which a device whose app was frozen sends heartbeats again. */
const RESTARTING = ['reload', 'restart', 'reboot'];

export interface Delivery {
  readonly devicesOnline: number;
  readonly delivered: number;
  readonly queued: number;
  readonly failed: number;
}

/**
 * Sends a command to devices: through their sockets, or into a queue that lasts five minutes. A delivered
 * reload thaws a device whose `metadata.frozen` is true, as a reload cures a player that hangs.
 */
export async function deliverCommand(
  deviceIds: readonly string[],
  command: { type: string },
  { database, redis, now }: RealtimeDeps,
): Promise<Delivery> {
  const connected = await database.rows<{ id: string }>(
    'SELECT "id" FROM devices WHERE "id" = ANY($1) AND "socketId" IS NOT NULL AND NOT "isDisabled"',
    [deviceIds],
  );
  const online = connected.map(({ id }) => id);
  const waiting = deviceIds.filter((id) => !online.includes(id));
  for (const id of waiting) {
    const key = `device:commands:${id}`;
    await redis.rpush(key, JSON.stringify(command));
    await redis.expire(key, QUEUE_SECONDS);
  }
  if (RESTARTING.includes(command.type) && online.length > 0) {
    await database.rows(
      `UPDATE devices SET "metadata" = "metadata" - 'frozen', "status" = 'online', "lastHeartbeat" = $2
       WHERE "id" = ANY($1) AND "metadata" ->> 'frozen' = 'true'`,
      [online, new Date(now()).toISOString()],
    );
  }
  return { devicesOnline: online.length, delivered: online.length, queued: waiting.length, failed: 0 };
}
