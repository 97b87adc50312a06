import type { ZodType } from 'zod';

/**
 * As whom a request is made. `other` is an admin of another organisation, `suspended` of one that no
 * longer pays; `rested` is an account that only the outage rows use. */
export type Who = 'nobody' | 'viewer' | 'manager' | 'admin' | 'other' | 'super' | 'suspended' | 'rested';

/**
 * In the sandbox only: `control`, its control port; `redis`, asked by its own commands; `hurried`, a worker
 * of the middleware whose clock is ours.
 */
export type Host = 'middleware' | 'realtime' | 'control' | 'redis' | 'hurried';

/** What a row demands of an installation beyond accounts; where it is not offered, the row is not checked. */
export type Demand =
  | 'control' // faults and rows of the world can be set from outside
  | 'addresses' // each request may name its own client address
  | 'exhausting' // a rate limit may be used up
  | 'loopback' // we are on the same machine, with nothing in between
  | 'overwriting'; // a value that others also use may be replaced

/** Values by name that paths, headers, bodies and expectations refer to as `{name}`. */
export type Given = (name: string) => string;

/** What to send. Strings may hold `{name}` of a thing that is found or made, or was kept from an earlier step. */
export interface Ask {
  readonly host: Host;
  readonly method: string;
  readonly path: string;
  readonly as: Who;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  /** Asked so often, one after another; the answer of each must be the expected one. */
  readonly times?: number;
  /** At most so many in a second, where it is asked several times. */
  readonly perSecond?: number;
  /** Seconds that pass on the hurried worker's clock before each request. */
  readonly skip?: number;
  /** Seconds to let pass before. */
  readonly pause?: number;
  /** On a new connection, which a cluster may hand to another worker. */
  readonly fresh?: boolean;
  /** The client's address, by a name that is this row's own; requests of one name share their limits. */
  readonly from?: string;
}

/** `null`: the header must be absent. */
export type HeaderRule = string | RegExp | null;
/** A shape, text that matches, or `''` for no body at all. */
export type BodyRule = ZodType | RegExp | '';

/** The connection ends without an answer, none comes within 36 s, or nobody listens. */
export type NoAnswer = 'cut' | 'silent' | 'refused';

export interface Answer {
  readonly status: number | NoAnswer;
  readonly headers?: Readonly<Record<string, HeaderRule>>;
  readonly body?: BodyRule | ((given: Given) => BodyRule);
  /** Seconds that the answer may take, at least and at most. */
  readonly seconds?: readonly [least: number, most: number];
}

export interface Step {
  readonly ask: Ask;
  readonly answer: Answer;
  /** Keeps values of the answer for later steps: name -> dotted path in the body, or `header:name`, or `cookie:name`. */
  readonly keep?: Readonly<Record<string, string>>;
  /** Kept ids of what this step made, to be deleted afterwards. */
  readonly makes?: Readonly<Record<string, 'content' | 'displays' | 'playlists' | 'schedules'>>;
  /** The recorded exchange that shows this very answer. */
  readonly recorded?: string | readonly string[];
}

/** What is the matter with the platform while a row is asked. */
export type Phase =
  | 'untouched'
  | 'all_well'
  | 'database_down'
  | 'database_back'
  | 'redis_blink'
  | 'redis_back_soon'
  | 'redis_down'
  | 'redis_back_late'
  | 'realtime_restarted';

/** One behaviour that the platform promises: a sentence, and the requests that show it. */
export interface Row {
  readonly says: string;
  readonly steps: readonly Step[];
  readonly demands?: readonly Demand[];
  /** Default: all is well. */
  readonly phase?: Phase;
  /** Asked again until it holds, for so many seconds. */
  readonly within?: number;
  /** Differences count only when its requests took fewer seconds than this; else it is asked again. */
  readonly quick?: number;
  /** Rows of one lane are asked one after another: they share something that only one may use at a time. */
  readonly lane?: string;
  /** Recorded health answers during an outage, as `when: path`. */
  readonly outage?: string;
}
