import * as row from '../row-defaults.ts';
import type { DeviceRow, ScheduleRow } from '../rows.ts';
import { addSchedule, unseenDisplay } from './new-schedules.ts';
import { defineWorldFault, isStrippable, repeat, strip } from './world-fault.ts';

const MINUTES_A_DAY = 24 * 60;

/** Every day, for two hours that begin three hours from now. */
function laterToday(now: number): Pick<ScheduleRow, 'startTime' | 'endTime' | 'daysOfWeek'> {
  const minute = Math.floor((now % row.DAY) / row.MINUTE);
  return {
    startTime: (minute + 180) % MINUTES_A_DAY,
    endTime: (minute + 300) % MINUTES_A_DAY,
    daysOfWeek: [0, 1, 2, 3, 4, 5, 6],
  };
}

export const displayNeverSeen = defineWorldFault({
  name: 'display_never_seen',
  about: 'A display was entered and has never connected.',
  raises: [],
  spoil: (scene) => repeat(scene, (i, number) => unseenDisplay(scene, i, `Still in its box ${number}`)),
});

export const displayPairing = defineWorldFault({
  name: 'display_pairing',
  about: 'A display is being paired.',
  raises: [],
  spoil(scene) {
    repeat(scene, (i, number) =>
      unseenDisplay(scene, i, `Shows its code ${number}`, {
        status: 'pairing',
        pairingCode: `CODE${number}`,
        pairingCodeExpiresAt: row.iso(scene.now + 10 * row.MINUTE),
        updatedAt: row.iso(scene.now),
      }),
    );
  },
});

export const displayDisabled = defineWorldFault({
  name: 'display_disabled',
  about: 'A display is disabled and has been offline for three days.',
  raises: [],
  spoil(scene) {
    repeat(scene, (i, number) =>
      unseenDisplay(scene, i, `In repair ${number}`, {
        isDisabled: true,
        pairedAt: row.iso(scene.now - 30 * row.DAY),
        lastHeartbeat: row.iso(scene.now - 3 * row.DAY),
      }),
    );
  },
});

export const displayOutsideHours = defineWorldFault({
  name: 'display_outside_hours',
  about: 'A display is online and dark, since the only schedule that it has begins later.',
  raises: [],
  spoil(scene) {
    const displays = scene.take('devices', isStrippable(scene));
    repeat(scene, (i, number) => {
      const { id: displayId } = displays[i] as DeviceRow;
      strip(displays[i] as DeviceRow, scene);
      addSchedule(scene, i, `Opening hours ${number}`, { displayId, ...laterToday(scene.now) });
    });
  },
});

export const scheduleOutsideHours = defineWorldFault({
  name: 'schedule_outside_hours',
  about: 'A schedule is active and begins later today.',
  raises: [],
  spoil(scene) {
    repeat(scene, (i, number) => addSchedule(scene, i, `Happy hour ${number}`, laterToday(scene.now)));
  },
});

export const scheduleInactivePastEnd = defineWorldFault({
  name: 'schedule_inactive_past_end',
  about: 'A schedule ended yesterday and is inactive.',
  raises: [],
  spoil(scene) {
    repeat(scene, (i, number) =>
      addSchedule(scene, i, `Last season ${number}`, {
        isActive: false,
        startDate: row.iso(scene.now - 30 * row.DAY),
        endDate: row.iso(scene.now - row.DAY),
      }),
    );
  },
});
