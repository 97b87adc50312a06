import type { WorldFault } from './apply-fault.ts';

/** One organisation of a world, by size. */
export interface OrganisationSpec {
  readonly name: string;
  readonly slug: string;
  readonly class: 'customer' | 'test' | 'retired';
  readonly tier: 'free' | 'basic' | 'pro' | 'enterprise';
  /** The subscription as the platform words it, such as `active`, `trial` or `suspended`. */
  readonly status: string;
  readonly displays: number;
  readonly content: number;
  readonly playlists: number;
  readonly groups: number;
  readonly schedules: number;
  /** Whether its content has thumbnails; on the platform few have. */
  readonly thumbnails: boolean;
  /** Its users are super admins: they see the numbers of all organisations, and rows of this one only. */
  readonly superAdmin: boolean;
}

/** What a world is to look like: healthy, but for the faults that are named. */
export interface WorldSpec {
  readonly organisations: readonly OrganisationSpec[];
  readonly faults: readonly WorldFault[];
  /** Whether devices with a socket keep sending heartbeats. */
  readonly heartbeats: boolean;
}

export function organisation(slug: string, given: Partial<OrganisationSpec> = {}): OrganisationSpec {
  const displays = given.displays ?? 12;
  return {
    name: slug.replace(
      /(^|-)(\w)/g,
      (_, dash: string, letter: string) => (dash ? ' ' : '') + letter.toUpperCase(),
    ),
    slug,
    class: 'customer',
    tier: 'enterprise',
    status: 'active',
    displays,
    content: Math.max(1, Math.ceil(displays * 1.5)),
    playlists: Math.max(1, Math.ceil(displays / 2)),
    groups: Math.floor(displays / 6),
    schedules: Math.ceil(displays * 0.8),
    thumbnails: false,
    superAdmin: false,
    ...given,
  };
}

/** Two customers and the operators' own organisation, with nothing wrong in them. */
export function healthyWorld(given: Partial<WorldSpec> = {}): WorldSpec {
  return {
    organisations: [
      organisation('acme-signage'),
      organisation('beta-retail', { displays: 5, tier: 'pro' }),
      organisation('vizora-platform', { class: 'test', displays: 2, superAdmin: true }),
    ],
    faults: [],
    heartbeats: true,
    ...given,
  };
}
