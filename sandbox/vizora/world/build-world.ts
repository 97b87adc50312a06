import { loginOf } from './accounts.ts';
import { applyFault, type MadeFault } from './apply-fault.ts';
import { cuidOf, uuidOf } from './ids.ts';
import { hashPassword } from './password.ts';
import * as row from './row-defaults.ts';
import { ROLES, type WorldRows } from './rows.ts';
import type { OrganisationSpec, WorldSpec } from './spec.ts';

/** How long ago everything was set up; unused content becomes suspicious only after a month. */
const AGE = 20 * row.DAY;
const DISPLAYS_PER_SITE = 4;

/** A world with the faults that were made in it. */
export interface BuiltWorld {
  readonly rows: WorldRows;
  readonly faults: readonly MadeFault[];
}

/** The rows of a world. The same specification gives the same ids, whatever the time. */
export function buildWorld(spec: WorldSpec, now: number): BuiltWorld {
  const rows: WorldRows = emptyWorld();
  for (const organisation of spec.organisations) addOrganisation(rows, organisation, now);
  const held = new Set<string>();
  const faults = spec.faults.map((fault) => {
    const made = applyFault(rows, fault, now, held);
    for (const id of made.holds) held.add(id);
    return made;
  });
  return { rows, faults };
}

const emptyWorld = (): WorldRows => ({
  organizations: [],
  users: [],
  Playlist: [],
  devices: [],
  Content: [],
  PlaylistItem: [],
  DisplayGroup: [],
  DisplayGroupMember: [],
  Schedule: [],
});

function addOrganisation(world: WorldRows, spec: OrganisationSpec, now: number): void {
  const { slug } = spec;
  const organizationId = uuidOf(slug);
  const cuid = (kind: string, i: number) => cuidOf(`${slug}/${kind}/${i}`);
  // One ms apart and older ones first, so that "newest first" is an order without ties.
  const at = (i: number) => {
    const time = row.iso(now - AGE + i);
    return { createdAt: time, updatedAt: time };
  };

  world.organizations.push(
    row.organizationRow(now, {
      id: organizationId,
      name: spec.name,
      slug,
      subscriptionTier: spec.tier,
      subscriptionStatus: spec.status,
      ...at(0),
    }),
  );
  for (const role of ROLES) {
    const { email, password } = loginOf(slug, role);
    world.users.push(
      row.userRow(now, {
        id: uuidOf(`${slug}/user/${role}`),
        organizationId,
        email,
        passwordHash: hashPassword(password, slug),
        role,
        firstName: role,
        lastName: spec.name,
        isSuperAdmin: spec.superAdmin && role === 'admin',
        ...at(0),
      }),
    );
  }

  const playlists = count(spec.playlists, (i) =>
    row.playlistRow(now, { id: cuid('playlist', i), organizationId, name: `Playlist ${i}`, ...at(i) }),
  );
  const content = count(spec.content, (i) =>
    row.contentRow(now, {
      id: cuid('content', i),
      organizationId,
      name: `image-${i}`,
      url: `https://198.51.100.7/assets/${slug}/image-${i}`,
      thumbnail: spec.thumbnails ? `https://198.51.100.7/thumbnails/${slug}/image-${i}` : null,
      ...at(i),
    }),
  );
  // Every content item is in a playlist, and no playlist is empty.
  const items =
    playlists.length === 0 || content.length === 0 ? 0 : Math.max(content.length, playlists.length);
  const playlistItems = count(items, (i) =>
    row.playlistItemRow(now, {
      id: cuid('item', i),
      playlistId: cuid('playlist', i % playlists.length),
      contentId: cuid('content', i % content.length),
      order: Math.floor(i / playlists.length),
      createdAt: at(i).createdAt,
    }),
  );
  const devices = count(spec.displays, (i) =>
    row.deviceRow(now, {
      id: uuidOf(`${slug}/display/${i}`),
      organizationId,
      deviceIdentifier: `${slug}-${i}`,
      nickname: `Screen ${i}`,
      location: `Site ${Math.floor(i / DISPLAYS_PER_SITE) + 1}`,
      currentPlaylistId: playlists.length === 0 ? null : cuid('playlist', i % playlists.length),
      pairedAt: at(i).createdAt,
      ...at(i),
      updatedAt: row.iso(now),
    }),
  );
  const groups = count(spec.groups, (i) =>
    row.displayGroupRow(now, { id: cuid('group', i), organizationId, name: `Group ${i}`, ...at(i) }),
  );
  const members =
    groups.length === 0
      ? []
      : devices.map((device, i) =>
          row.displayGroupMemberRow(now, {
            id: cuid('member', i),
            displayId: device.id,
            displayGroupId: cuid('group', i % groups.length),
            createdAt: at(i).createdAt,
          }),
        );
  const targets = Math.max(1, devices.length);
  const schedules = count(devices.length === 0 || playlists.length === 0 ? 0 : spec.schedules, (i) =>
    row.scheduleRow(now, {
      id: cuid('schedule', i),
      organizationId,
      name: `Schedule ${i}`,
      playlistId: cuid('playlist', i % playlists.length),
      startDate: at(0).createdAt,
      endDate: i % 3 === 0 ? row.iso(now + 90 * row.DAY) : null,
      ...(i % 2 === 0 ? { startTime: 480, endTime: 1080, daysOfWeek: [1, 2, 3, 4, 5] } : {}),
      // Two schedules of one display differ in priority, so that they do not compete.
      priority: Math.floor(i / targets),
      ...(groups.length > 0 && i === spec.schedules - 1
        ? { displayGroupId: cuid('group', 0), priority: 1_000 }
        : { displayId: uuidOf(`${slug}/display/${i % targets}`) }),
      ...at(i),
    }),
  );

  world.Playlist.push(...playlists);
  world.Content.push(...content);
  world.PlaylistItem.push(...playlistItems);
  push(world.devices, devices);
  world.DisplayGroup.push(...groups);
  push(world.DisplayGroupMember, members);
  push(world.Schedule, schedules);
}

const count = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

/** Without spreading: a call takes no hundred thousand arguments. */
function push<T>(into: T[], items: readonly T[]): void {
  for (const item of items) into.push(item);
}
