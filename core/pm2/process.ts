/** What is read of one process that PM2 manages; never its environment. */
export interface Pm2Process {
  readonly name: string;
  readonly pmId: number;
  /** 0 while there is none. */
  readonly pid: number;
  readonly status: Pm2Status;
  readonly execMode: 'fork' | 'cluster';
  readonly restarts: number;
  readonly unstableRestarts: number;
  /** When it was last started, in ms since the epoch; null unless online. */
  readonly startedAt: number | null;
  readonly memoryBytes: number | null;
  /** PM2's own `max_memory_restart`; null where none is set. */
  readonly memoryLimitBytes: number | null;
  /** Whether PM2 starts it on a timetable: such an app normally rests as `stopped`. */
  readonly cron: boolean;
  /** Where its output and its errors are written, each file once, by absolute paths. */
  readonly logFiles: readonly string[];
}

export const PM2_STATUSES = [
  'online',
  'launching',
  'stopping',
  'stopped',
  'errored',
  'one-launch-status',
  'waiting restart',
] as const;
export type Pm2Status = (typeof PM2_STATUSES)[number];

/** One look at PM2's list; `processes` is null when the daemon did not answer, never an empty list. */
export interface Pm2Sample {
  readonly at: number;
  readonly processes: readonly Pm2Process[] | null;
}

/** What is kept of a process over time, to see its memory and its restarts: little, since there are many of them. */
export type Pm2Trace = Pick<
  Pm2Process,
  'name' | 'pmId' | 'status' | 'restarts' | 'startedAt' | 'memoryBytes' | 'memoryLimitBytes' | 'cron'
>;

/** A look at PM2's list that is kept for longer than the look itself is needed. */
export interface Pm2TraceSample {
  readonly at: number;
  readonly processes: readonly Pm2Trace[] | null;
}

/** The daemon as we use it: reading the list, and the only two verbs that may be asked of it. */
export interface Pm2 {
  /** @throws Pm2Error when the daemon does not answer in time, or answers what is not a process list */
  list(): Promise<readonly Pm2Process[]>;
  /** Restarts one process by its id, with the environment that PM2 holds. */
  restart(pmId: number): Promise<void>;
  /** Reloads one cluster worker: the new one is up before the old one goes. */
  reload(pmId: number): Promise<void>;
}
