import { z } from 'zod';
import { Content } from './content.ts';
import { ContentDetail } from './content-detail.ts';
import { Display } from './display.ts';
import { DisplayGroup } from './display-group.ts';
import { KnownOrganisationPage } from './known-organisation.ts';
import { pageOf } from './page.ts';
import { Playlist, PlaylistDetail } from './playlist.ts';
import type { RouteName } from './routes.ts';
import { Schedule } from './schedule.ts';
import { StorageUsage } from './storage-usage.ts';
import { Validation } from './validation.ts';
import { WhoAmI } from './who-am-i.ts';

/** What the API says of itself; what it may be is for the probes to judge. */
const HealthStatus = z.object({ status: z.string() });

/**
 * What is read of the answer of each route that is only read. The client takes no answer that differs, so this is also
 * what the platform must offer.
 */
export const ANSWERS = {
  whoAmI: WhoAmI,
  listDisplays: pageOf(Display),
  getDisplay: Display,
  listDisplayGroups: pageOf(DisplayGroup),
  listSchedules: pageOf(Schedule),
  getSchedule: Schedule,
  listPlaylists: pageOf(Playlist),
  getPlaylist: PlaylistDetail,
  listContents: pageOf(Content),
  getContent: ContentDetail,
  storage: StorageUsage,
  validation: Validation,
  readStatus: z.unknown(),
  live: HealthStatus,
  ready: HealthStatus,
  listOrganisations: KnownOrganisationPage,
} as const satisfies Partial<Record<RouteName, z.ZodType>>;

/** A route that is only read. */
export type ReadRoute = keyof typeof ANSWERS;
