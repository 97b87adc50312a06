import type { LookSample } from './failed-looks.ts';

/** The dependencies that realtime names in the body of its health. */
export const NAMED_DEPENDENCIES = ['database', 'redis'] as const;
export type NamedDependency = (typeof NAMED_DEPENDENCIES)[number];

/** The dependencies that we can reach ourselves. */
export const REACHED_DEPENDENCIES = [...NAMED_DEPENDENCIES, 'storage'] as const;
export type ReachedDependency = (typeof REACHED_DEPENDENCIES)[number];

/** What a service showed when it was asked whether it is ready. */
export interface ReadinessLook {
  /**
   * `dead` is one that does not even answer whether it lives, so that its silence says nothing about what it depends
   * on; `unknown` is a question that was refused, or an answer that cannot be judged.
   */
  readonly state: 'ready' | 'unready' | 'dead' | 'unknown';
  readonly detail: string;
}

/** The same for realtime, with its word on each dependency that it names. */
export interface NamingReadinessLook extends ReadinessLook {
  readonly named: Readonly<Partial<Record<NamedDependency, 'up' | 'down'>>>;
}

/** What a connection of our own showed. */
export type OwnLook = Pick<LookSample, 'outcome' | 'detail'>;

/** One look at all who can tell what the platform stands on, at about one time. */
export interface DependencyLook {
  readonly at: number;
  readonly middleware: ReadinessLook;
  readonly realtime: NamingReadinessLook;
  /** Null where no connection of our own is configured. */
  readonly own: Readonly<Record<ReachedDependency, OwnLook | null>>;
}
