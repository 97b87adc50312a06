import { CannotBreak } from '../../cannot-break.ts';
import * as row from '../row-defaults.ts';
import type { DeviceRow } from '../rows.ts';
import { emptyPlaylist, playlistOf } from './new-playlists.ts';
import { defineWorldFault, isStrippable, isWell, repeat, strip } from './world-fault.ts';

const silentSince = (display: DeviceRow, at: number): void => {
  Object.assign(display, { status: 'offline', lastHeartbeat: row.iso(at) });
};

export const displayOffline = defineWorldFault({
  name: 'display_offline',
  about: 'A display lost its connection 20 minutes ago.',
  raises: ['display_offline'],
  spoil(scene) {
    for (const display of scene.take('devices', isWell)) {
      silentSince(display, scene.now - 20 * row.MINUTE);
      display.socketId = null;
    }
  },
});

export const displayFrozen = defineWorldFault({
  name: 'display_frozen',
  about:
    'A display holds its connection, but its player hangs and has been silent for 20 minutes; a reload cures it.',
  raises: ['display_offline'],
  spoil(scene) {
    for (const display of scene.take('devices', isWell)) {
      silentSince(display, scene.now - 20 * row.MINUTE);
      display.metadata = { frozen: true };
    }
  },
});

export const displayDormant = defineWorldFault({
  name: 'display_dormant',
  about: 'A display has been offline for 8 days.',
  raises: ['display_offline'],
  spoil(scene) {
    for (const display of scene.take('devices', isWell)) {
      silentSince(display, scene.now - 8 * row.DAY);
      display.socketId = null;
    }
  },
});

export const displayError = defineWorldFault({
  name: 'display_error',
  about: 'A display sends heartbeats and reports an error.',
  raises: ['display_error'],
  spoil(scene) {
    for (const display of scene.take('devices', isWell)) display.status = 'error';
  },
});

export const displayWithoutContent = defineWorldFault({
  name: 'display_without_content',
  about: 'A display is online and has neither a playlist nor a schedule.',
  raises: ['display_without_content'],
  spoil(scene) {
    for (const display of scene.take('devices', isStrippable(scene))) strip(display, scene);
  },
});

export const displayWithEmptySchedule = defineWorldFault({
  name: 'display_with_empty_schedule',
  about: 'A display is online, and the only schedule that it has plays an empty playlist.',
  raises: ['display_without_content', 'schedule_empty_playlist'],
  spoil(scene) {
    const { world, now, organization } = scene;
    const displays = scene.take('devices', isStrippable(scene));
    repeat(scene, (i, number) => {
      const display = displays[i] as DeviceRow;
      strip(display, scene);
      const playlist = emptyPlaylist(scene, i, `Nothing to play ${number}`);
      world.Schedule.push(
        row.scheduleRow(now, {
          id: scene.cuid('schedule', i),
          organizationId: organization.id,
          name: `Plays nothing ${number}`,
          playlistId: playlist.id,
          displayId: display.id,
        }),
      );
    });
  },
});

export const displayWithArchivedPlaylist = defineWorldFault({
  name: 'display_with_archived_playlist',
  about: 'A display is online, and everything in the only playlist that it has is archived.',
  raises: ['display_without_content', 'playlist_item_undeliverable'],
  spoil(scene) {
    const displays = scene.take('devices', isStrippable(scene));
    repeat(scene, (i, number) => {
      const display = displays[i] as DeviceRow;
      strip(display, scene);
      const name = `All archived ${number}`;
      display.currentPlaylistId = playlistOf(scene, i, name, ['archived', 'archived']).id;
    });
  },
});

/** As many displays make a place; with fewer none is called offline as a whole. */
const MADE_OF = 3;

export const siteOffline = defineWorldFault({
  name: 'site_offline',
  about: 'All displays of the organisation lost their connections 20 minutes ago.',
  raises: ['site_offline', 'display_offline'],
  spoil(scene) {
    const { world, organization } = scene;
    const all = world.devices.filter(({ organizationId }) => organizationId === organization.id);
    if (all.length < MADE_OF)
      throw new CannotBreak(`${organization.slug} has fewer than ${MADE_OF} displays`);
    for (const display of scene.take('devices', () => true, all.length)) {
      silentSince(display, scene.now - 20 * row.MINUTE);
      display.socketId = null;
    }
  },
});

export const locationOffline = defineWorldFault({
  name: 'location_offline',
  about: 'All displays of a location lost their connections 20 minutes ago.',
  raises: ['site_offline', 'display_offline'],
  spoil(scene) {
    const { world, organization, now, count } = scene;
    const members = (location: string | null) =>
      world.devices.filter(
        (display) => display.organizationId === organization.id && display.location === location,
      );
    const named = world.devices
      .filter(({ organizationId, location }) => organizationId === organization.id && location !== null)
      .map(({ location }) => location);
    const whole = [...new Set(named)].filter((location) => {
      const displays = members(location);
      return displays.length >= MADE_OF && displays.every(({ id }) => scene.isFree(id));
    });
    const locations = whole.slice(-count);
    if (locations.length < count) throw new CannotBreak(`${organization.slug} has no location that is whole`);
    for (const location of locations) {
      for (const display of scene.take(
        'devices',
        (it) => it.location === location,
        members(location).length,
      )) {
        silentSince(display, now - 20 * row.MINUTE);
        display.socketId = null;
      }
    }
  },
});
