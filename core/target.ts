import { createHash } from 'node:crypto';

/** The kinds of things that can be wrong; together with an id they name a target. */
export const TARGET_KINDS = [
  'service',
  'process',
  'dependency',
  'display',
  'content',
  'playlist',
  'schedule',
  'organization',
  'site',
  'host',
  'table',
  'backup',
  'agent',
] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** The services of the platform that are probed, as in `service/middleware`. */
export const SERVICES = ['middleware', 'realtime', 'web'] as const;
export type ServiceName = (typeof SERVICES)[number];

/**
 * What the services stand on, as in `dependency/database`. `undisclosed` is what the middleware does not name
 * when it says that it is not ready.
 */
export const DEPENDENCIES = ['database', 'redis', 'storage', 'undisclosed'] as const;
export type DependencyName = (typeof DEPENDENCIES)[number];

/** What each service cannot do without. */
export const DEPENDENCIES_OF: Readonly<Record<ServiceName, readonly DependencyName[]>> = {
  middleware: ['database', 'redis', 'storage', 'undisclosed'],
  realtime: ['database', 'redis'],
  web: [],
};

/** What an incident is about. `org` is the organisation's slug, or `platform` for what belongs to none. */
export interface Target {
  readonly kind: TargetKind;
  /** `middleware`; `vizora-web` or `vizora-middleware:3` for one worker of a cluster; the id of a row. */
  readonly id: string;
  readonly org: string;
  /** A name for people; may hold anything, and is bounded by {@link readableName} before it is shown. */
  readonly name: string;
  /** Where it stands, as {@link siteSlug} gives it; absent where that is not known or means nothing. */
  readonly site?: string;
}

export const PLATFORM = 'platform';
/** The label `org` of an account whose organisation is not known before its first login. */
export const NOT_YET_KNOWN = 'unknown';
/** The label `site` of what stands nowhere in particular. */
export const NO_SITE = 'none';

const RESERVED: ReadonlySet<string> = new Set([PLATFORM, NOT_YET_KNOWN, NO_SITE]);

/**
 * Is this what a label says where it names no organisation? One of that name could not be told from it, and what is
 * shown of the platform to everybody would be shown of that organisation.
 */
export const isReservedSlug = (slug: string): boolean => RESERVED.has(slug);

const LONGEST_NAME = 60;

/** Bounds a name that people typed, so that it can be a label: `[A-Za-z0-9 ._-]`, at most 60 characters. */
export function readableName(name: string): string {
  const plain = withoutMarks(name)
    .replace(/[^A-Za-z0-9 ._-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .trim();
  return plain === '' ? 'unnamed' : plain;
}

/**
 * A location that people typed, as a slug for the label `site`: `[a-z0-9-]`, at most 60 characters. Places that differ
 * in letters, digits or symbols stay apart: where the slug cannot show the difference, it ends with a hash of the whole.
 */
export function siteSlug(location: string | null): string {
  const typed = (location ?? '').trim();
  if (typed === '') return NO_SITE;
  const plain = withoutMarks(typed).toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const isWhole = !/(?![a-z0-9])[\p{L}\p{N}\p{So}]/u.test(plain) && slug.length <= LONGEST_NAME;
  if (isWhole && slug !== '' && slug !== NO_SITE) return slug;
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, HASH_LENGTH);
  const beginning = slug.slice(0, LONGEST_NAME - HASH_LENGTH - 1).replace(/-+$/, '');
  return `${beginning === '' ? 'site' : beginning}-${hash}`;
}

const HASH_LENGTH = 8;

/** Accents are dropped, letters kept. */
const withoutMarks = (text: string): string => text.normalize('NFKD').replace(/\p{M}+/gu, '');
