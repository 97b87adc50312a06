import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Delivery } from '../../realtime/deliver-command.ts';
import type { Deps } from '../deps.ts';
import { dto, jsonObject } from '../dto.ts';
import { refusal, terse } from '../http-error.ts';
import { defineRoute, EDITORS } from '../route.ts';

const COMMANDS = ['reload', 'restart', 'reboot', 'clear_cache', 'push_content', 'update'] as const;
const TARGETS = ['device', 'group', 'organization', 'tag'] as const;

interface Command {
  command: (typeof COMMANDS)[number];
  target?: { type: (typeof TARGETS)[number]; id: string } | undefined;
  payload?: Record<string, unknown> | undefined;
}

const LIMIT = 10;
const WINDOW_SECONDS = 60;
const GATEWAY_PATIENCE_MS = 5_000;

/** Pokes devices. It succeeds even when nothing was delivered. */
const commands = defineRoute<unknown, Command>({
  method: 'post',
  path: '/api/v1/fleet/commands',
  access: EDITORS,
  body: (strict) =>
    dto(strict, {
      command: z.enum(COMMANDS),
      // Nobody checks that there is one.
      target: dto(strict, { type: z.enum(TARGETS), id: z.string() }).optional(),
      payload: jsonObject.optional(),
    }) as unknown as z.ZodType<Command>,
  async handle({ organizationId, body, deps }) {
    await countCommand(organizationId, deps);
    if (body.target === undefined) {
      throw deps.strict('fleet_missing_target_500')
        ? terse(500, 'Internal server error')
        : refusal(400, 'target is required');
    }
    const { name, deviceIds } = await devicesOf(body.target, organizationId, deps);
    const commandId = randomUUID();
    const delivery = await deliver(
      deviceIds,
      { type: body.command, commandId, payload: body.payload ?? {} },
      deps,
    );
    return {
      commandId,
      command: body.command,
      target: { ...body.target, name },
      devicesTargeted: deviceIds.length,
      devicesOnline: delivery.devicesOnline,
      devicesQueued: delivery.queued,
      devicesDelivered: delivery.delivered,
      devicesFailed: delivery.failed,
    };
  },
});

/** Ten a minute for a whole organisation, and every call begins the minute anew. */
async function countCommand(organizationId: string, { redis, strict, faults }: Deps): Promise<void> {
  if (!strict('fleet_rate_limit') || faults().rate_limit_off !== undefined) return;
  const key = `fleet:commands:${organizationId}`;
  const count = await redis.incr(key);
  await redis.expire(key, WINDOW_SECONDS);
  if (count > LIMIT) throw terse(429, `Fleet command rate limit exceeded. Max ${LIMIT} commands per minute.`);
}

async function devicesOf(
  { type, id }: NonNullable<Command['target']>,
  organizationId: string,
  { database, strict }: Deps,
): Promise<{ name: string | null; deviceIds: string[] }> {
  const ids = async (sql: string, parameters: readonly unknown[]) =>
    (await database.rows<{ id: string }>(sql, parameters)).map((row) => row.id);
  switch (type) {
    case 'device': {
      const [found] = await database.rows<{ name: string | null }>(
        'SELECT "nickname" AS name FROM devices WHERE "id" = $1 AND "organizationId" = $2',
        [id, organizationId],
      );
      if (found !== undefined) return { name: found.name, deviceIds: [id] };
      if (!strict('fleet_unknown_device_404')) return { name: null, deviceIds: [] };
      throw refusal(404, `Device ${id} not found in organization`);
    }
    case 'group': {
      const [found] = await database.rows<{ name: string }>(
        'SELECT "name" FROM "DisplayGroup" WHERE "id" = $1 AND "organizationId" = $2',
        [id, organizationId],
      );
      if (found === undefined) throw refusal(404, `Group ${id} not found in organization`);
      const deviceIds = await ids(
        'SELECT "displayId" AS id FROM "DisplayGroupMember" WHERE "displayGroupId" = $1',
        [id],
      );
      return { name: found.name, deviceIds };
    }
    case 'organization': {
      if (id !== organizationId) throw refusal(403, 'You can only target your own organization');
      const [found] = await database.rows<{ name: string }>(
        'SELECT "name" FROM organizations WHERE "id" = $1',
        [id],
      );
      return {
        name: found?.name ?? null,
        deviceIds: await ids('SELECT "id" FROM devices WHERE "organizationId" = $1', [id]),
      };
    }
    case 'tag':
      throw refusal(404, `Tag ${id} not found in organization`);
  }
}

async function deliver(
  deviceIds: readonly string[],
  command: { type: string; commandId: string; payload: unknown },
  { settings }: Deps,
): Promise<Delivery> {
  try {
    const response = await fetch(`http://127.0.0.1:${settings.ports.realtime}/api/commands/broadcast`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-internal-api-key': settings.internalSecret },
      body: JSON.stringify({ deviceIds, command }),
      signal: AbortSignal.timeout(GATEWAY_PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
    return (await response.json()) as Delivery;
  } catch (cause) {
    throw Object.assign(refusal(503, 'Realtime gateway is unavailable'), { cause });
  }
}

export const FLEET_ROUTES = [commands];
