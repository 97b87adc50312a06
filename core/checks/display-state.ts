/** What the state of a display is read from. Dates are ISO-8601. */
export interface HeardDisplay {
  /** Not evidence by itself: a clean disconnect sets it at once, a death much later, and anybody may write it. */
  readonly status: string;
  readonly isDisabled: boolean;
  readonly pairedAt: string | null;
  readonly unpairedAt: string | null;
  /** Null for one that never connected. */
  readonly lastHeartbeat: string | null;
}

/**
 * When rows were read, in ms by the platform's clock: not before `from` and not after `to`. A list of many pages takes
 * minutes, in which heartbeats go on.
 */
export interface ReadTime {
  readonly from: number;
  readonly to: number;
}

/** What is known of a display, by what was heard of it and when. */
export type DisplayState =
  | { readonly kind: 'disabled' | 'pairing' | 'never_seen' }
  | { readonly kind: 'heard' | 'silent'; readonly heartbeat: number }
  | { readonly kind: 'unknown'; readonly detail: string };

const FUTURE_TOLERANCE_MS = 60_000;

/**
 * Which of these the display is; the first that holds. Silent is one from which, when its row was read, nothing had
 * been heard for longer than `after`.
 *
 * @param after in ms
 */
export function displayState(display: HeardDisplay, read: ReadTime, after: number): DisplayState {
  if (display.isDisabled) return { kind: 'disabled' };
  if (display.status === 'pairing' || isUnpaired(display)) return { kind: 'pairing' };
  if (display.lastHeartbeat === null) return { kind: 'never_seen' };
  const heartbeat = Date.parse(display.lastHeartbeat);
  if (Number.isNaN(heartbeat)) return { kind: 'unknown', detail: 'its last heartbeat cannot be read' };
  if (heartbeat > read.to + FUTURE_TOLERANCE_MS) {
    return { kind: 'unknown', detail: 'its last heartbeat is in the future' };
  }
  return { kind: read.from - heartbeat > after ? 'silent' : 'heard', heartbeat };
}

/** Was it unpaired, and not paired again since? */
export function isUnpaired({ pairedAt, unpairedAt }: Pick<HeardDisplay, 'pairedAt' | 'unpairedAt'>): boolean {
  if (unpairedAt === null) return false;
  return pairedAt === null || Date.parse(pairedAt) <= Date.parse(unpairedAt);
}
