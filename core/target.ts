/** The kinds of things that can be wrong; together with an id they name a target. */
export const TARGET_KINDS = ['service', 'process', 'schedule'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** The services of the platform that are probed, as in `service/middleware`. */
export const SERVICES = ['middleware', 'realtime', 'web'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What an incident is about. `org` is the organisation's slug, or `platform` for what belongs to none. */
export interface Target {
  readonly kind: TargetKind;
  /** `middleware`; `vizora-web` or `vizora-middleware:3` for one worker of a cluster; the id of a row. */
  readonly id: string;
  readonly org: string;
  /** A name for people; may hold anything, and is bounded by {@link readableName} before it is shown. */
  readonly name: string;
}

export const PLATFORM = 'platform';

/** Bounds a name that people typed, so that it can be a label: `[A-Za-z0-9 ._-]`, at most 60 characters. */
export function readableName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9 ._-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60)
    .trim();
  return plain === '' ? 'unnamed' : plain;
}
