type Json = Readonly<Record<string, unknown>>;

/**
 * What an alert is about, as in `service/web`, `process/vizora-web:3`, `memory/vizora-web:3`, `stuck/realtime`,
 * `table/AuditLog`, `log/vizora-web`, `schedule/7` that has ended, `lost/7` without its display, `content/2` that has
 * expired, `orphan/6` that nothing refers to, `storage/acme`, `display/4` that is silent, `error/8` of a display, or
 * `hostile/2`.
 */
export type About = string;

/** Something that happens around the remediator, and not by it. */
export type Happening =
  /** The process hangs, or PM2 gives up on it, or it comes back by itself. */
  | { readonly do: 'hang' | 'give_up' | 'recover'; readonly pmId: number }
  /** It comes near its limit, or has room again by itself. */
  | { readonly do: 'grow_memory' | 'shrink_memory'; readonly pmId: number }
  /** A schedule comes to its end, or its display is deleted. */
  | { readonly do: 'end_schedule' | 'orphan_schedule'; readonly n: number }
  /** A content has expired, and the platform misses it; or the last playlist lets go of it. */
  | { readonly do: 'expire_content' | 'orphan_content'; readonly n: number }
  /** Realtime loses what is well, a table fills up, a log grows, the storage is full; or somebody else sees to it. */
  | { readonly do: 'worsen' | 'ease'; readonly about: About }
  /** A display has been silent for twenty minutes, or is in error, or is well again by itself. */
  | { readonly do: 'silence_display' | 'fail_display' | 'mend_display'; readonly n: number }
  /** A person switches a display off, or on again. */
  | { readonly do: 'disable_display'; readonly n: number; readonly on: boolean }
  /** A person stops a process on purpose. */
  | { readonly do: 'pm2_stop'; readonly pmId: number }
  /** A person gives a schedule another end, or another display, or switches it on again. */
  | { readonly do: 'prolong_schedule' | 'aim_schedule' | 'switch_on_schedule'; readonly n: number }
  /** A person lets a content last for longer, or takes it into a playlist. */
  | { readonly do: 'renew_content' | 'adopt_content'; readonly n: number }
  /** Alertmanager has an alert as active although nothing is wrong. */
  | { readonly do: 'claim'; readonly about: About; readonly on: boolean }
  | { readonly do: 'silence'; readonly about: About; readonly on: boolean }
  | { readonly do: 'pause' | 'stop_file'; readonly on: boolean }
  | {
      readonly do: 'outage';
      readonly of: 'alertmanager' | 'platform' | 'pm2' | 'redis';
      readonly on: boolean;
    }
  /** A webhook, whatever is true; sent again after it failed where Alertmanager would do so. */
  | {
      readonly do: 'deliver';
      readonly alerts: readonly { readonly about: About; readonly status: 'firing' | 'resolved' }[];
      readonly again: boolean;
    }
  /** A person uses the remediator's API. */
  | {
      readonly do: 'ask';
      readonly path: string;
      readonly body: Json;
      /** Where the person looks first, to name the hash of the plan that is shown there. */
      readonly hashFrom?: string;
    }
  /** SIGUSR2. */
  | { readonly do: 'signal' };

export interface Event {
  /** ms since the beginning. */
  readonly at: number;
  readonly happening: Happening;
}

/** A moment, told by words that its name holds, and the how manyth such moment of one life it is. */
export interface Moment {
  readonly words: readonly string[];
  readonly nth: number;
}

/** Something that happens at one moment of the remediator's work rather than at a time. */
export interface Interruption {
  readonly moment: Moment;
  readonly happening: Happening;
}

export interface Kill {
  readonly moment: Moment;
  /** How long nothing runs, in ms. */
  readonly downFor: number;
}

/** How the platform takes an act: what it says need not be what it does. */
export interface Manner {
  readonly works: boolean;
  readonly answers: 'ok' | 'error' | 'never';
  /** Until it takes effect and is answered, in ms. */
  readonly after: number;
}

/** One run: the policy, what happens around the remediator, and when it is killed. */
export interface Plan {
  /** Laid over `remediator:` of the configuration. */
  readonly remediator: Json;
  /** Laid over the whole configuration. */
  readonly config: Json;
  /** In the order of time. */
  readonly events: readonly Event[];
  readonly interruptions: readonly Interruption[];
  /** One for each act, and again from the first. */
  readonly manners: readonly Manner[];
  /** One for each life; the next one is not killed. */
  readonly kills: readonly Kill[];
  /** ms since the beginning. */
  readonly endsAt: number;
}

/** When every run begins, in ms since the epoch. */
export const BEGINNING = Date.UTC(2026, 10, 22, 12);
