import * as row from '../row-defaults.ts';
import type { ScheduleRow } from '../rows.ts';
import { emptyPlaylist, playlistOf } from './new-playlists.ts';
import { addSchedule, goodPlaylist, unseenDisplay } from './new-schedules.ts';
import { defineWorldFault, repeat } from './world-fault.ts';

export const schedulePastEnd = defineWorldFault({
  name: 'schedule_past_end',
  about: 'A schedule is active although it ended yesterday.',
  raises: ['schedule_past_end'],
  spoil(scene) {
    for (const schedule of scene.take('Schedule', ({ isActive }) => isActive)) {
      Object.assign(schedule, { isActive: true, endDate: row.iso(scene.now - row.DAY) });
    }
  },
});

export const scheduleOrphaned = defineWorldFault({
  name: 'schedule_orphaned',
  about: 'A schedule aims at a display that does not exist, which no foreign key would let through.',
  raises: ['schedule_orphaned'],
  spoil(scene) {
    repeat(scene, (i, number) =>
      addSchedule(scene, i, `Aims at nothing ${number}`, { displayId: scene.uuid('nowhere', i) }),
    );
  },
});

export const scheduleTargetEmptyGroup = defineWorldFault({
  name: 'schedule_target_empty_group',
  about: 'A schedule aims at a group without displays.',
  raises: ['schedule_target_unreachable'],
  spoil(scene) {
    const { world, now, organization } = scene;
    repeat(scene, (i, number) => {
      const group = row.displayGroupRow(now, {
        id: scene.cuid('group', i),
        organizationId: organization.id,
        name: `Nobody ${number}`,
      });
      world.DisplayGroup.push(group);
      addSchedule(scene, i, `For nobody ${number}`, { displayGroupId: group.id });
    });
  },
});

export const scheduleTargetDisabled = defineWorldFault({
  name: 'schedule_target_disabled',
  about: 'A schedule aims at a display that is disabled.',
  raises: ['schedule_target_unreachable'],
  spoil(scene) {
    repeat(scene, (i, number) => {
      const display = unseenDisplay(scene, i, `Switched off ${number}`, {
        isDisabled: true,
        pairedAt: row.iso(scene.now - 30 * row.DAY),
        lastHeartbeat: row.iso(scene.now - 3 * row.DAY),
      });
      addSchedule(scene, i, `For the switched off ${number}`, { displayId: display.id });
    });
  },
});

export const scheduleTargetUnpaired = defineWorldFault({
  name: 'schedule_target_unpaired',
  about: 'A schedule aims at a display that was never paired.',
  raises: ['schedule_target_unreachable'],
  spoil(scene) {
    repeat(scene, (i, number) => {
      const display = unseenDisplay(scene, i, `Never unpacked ${number}`);
      addSchedule(scene, i, `For the never unpacked ${number}`, { displayId: display.id });
    });
  },
});

export const scheduleEmptyPlaylist = defineWorldFault({
  name: 'schedule_empty_playlist',
  about: 'A schedule plays an empty playlist, on another day than today.',
  raises: ['schedule_empty_playlist'],
  spoil(scene) {
    repeat(scene, (i, number) => {
      const playlist = emptyPlaylist(scene, i, `Empty ${number}`);
      addSchedule(scene, i, `Plays the empty ${number}`, { playlistId: playlist.id });
    });
  },
});

export const scheduleUndeliverablePlaylist = defineWorldFault({
  name: 'schedule_undeliverable_playlist',
  about: 'A schedule plays a playlist of which everything is archived, on another day than today.',
  raises: ['schedule_empty_playlist', 'playlist_item_undeliverable'],
  spoil(scene) {
    repeat(scene, (i, number) => {
      const playlist = playlistOf(scene, i, `Wholly archived ${number}`, ['archived', 'archived']);
      addSchedule(scene, i, `Plays the archived ${number}`, { playlistId: playlist.id });
    });
  },
});

export const scheduleConflict = defineWorldFault({
  name: 'schedule_conflict',
  about: 'Two schedules of equal priority claim a display at the same time, for different playlists.',
  raises: ['schedule_conflict'],
  spoil(scene) {
    const ofDisplay = ({ isActive, displayId }: ScheduleRow) => isActive && displayId !== null;
    for (const [i, schedule] of scene.take('Schedule', ofDisplay).entries()) {
      const playlistId = goodPlaylist(scene, i, schedule.playlistId).id;
      // Of one name, since which of the two is called the fault is not for us to say.
      scene.world.Schedule.push({ ...schedule, id: scene.cuid('rival', i), playlistId });
    }
  },
});
