import type { RouteName } from './routes.ts';

/** A request that changes something if it is carried out. */
export interface Write {
  readonly method: 'POST' | 'PATCH';
  readonly id?: string;
  readonly body?: object;
}

/** Well-formed, so that they get as far as the look for the row, and no row's: real ids are drawn at random. */
export const NO_ROW = {
  cuid: `c${'0'.repeat(24)}`,
  uuid: '00000000-0000-4000-8000-000000000000',
} as const;

/**
 * For each route that writes, a request that the platform must refuse before it could act, whoever asks: about a row
 * that does not exist, and without a change even if it did. How it is refused tells whether the route is there. The
 * status document has no such request: what is posted there is taken as it is.
 */
export const REFUSED_WRITES = {
  updateDisplay: { method: 'PATCH', id: NO_ROW.uuid, body: {} },
  updateSchedule: { method: 'PATCH', id: NO_ROW.cuid, body: {} },
  archiveContent: { method: 'POST', id: NO_ROW.cuid },
  restoreContent: { method: 'POST', id: NO_ROW.cuid },
  // No word that any platform knows for a command, and a device that nobody has.
  sendFleetCommand: {
    method: 'POST',
    body: { command: 'self_check', target: { type: 'device', id: NO_ROW.uuid } },
  },
} as const satisfies Partial<Record<RouteName, Write>>;

/** A route that writes, and whose presence can be found out without any effect. */
export type RefusedWrite = keyof typeof REFUSED_WRITES;
