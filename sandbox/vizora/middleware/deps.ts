import type { Redis } from 'ioredis';
import type { RequestLog } from '../app/request-log.ts';
import type { AppFaults } from '../orders.ts';
import type { SandboxSettings } from '../settings.ts';
import type { Strict } from '../strictness.ts';
import type { Database } from '../world/database.ts';
import type { Throttle } from './gates/throttle.ts';
import type { NativeMetrics } from './native-metrics.ts';

/** What the routes and gates of one worker share. */
export interface Deps {
  readonly settings: SandboxSettings;
  readonly database: Database;
  readonly redis: Redis;
  readonly strict: Strict;
  readonly faults: () => AppFaults;
  /** Changes when `strict` answers differently than before. */
  readonly revision: () => number;
  readonly throttle: Throttle;
  readonly metrics: NativeMetrics;
  readonly log: RequestLog;
  /** In ms since the epoch. */
  readonly now: () => number;
  readonly startedAt: number;
}
