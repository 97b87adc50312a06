import { contentId } from '../../../remediator/world/fake-contents.test-support.ts';
import { displayId } from '../../../remediator/world/fake-displays.test-support.ts';
import { scheduleId } from '../../../remediator/world/fake-world.test-support.ts';
import { logOf } from '../change-world.ts';
import { type Invariant, sayDeed } from './invariant.ts';

/** Every call that there may ever be, by what is called and on what. */
const PROCESSES = [0, 1, 2, 3];
const SCHEDULES = Array.from({ length: 10 }, (_, n) => scheduleId(n));
const DISPLAYS = Array.from({ length: 20 }, (_, n) => displayId(n));
const CONTENTS = Array.from({ length: 30 }, (_, n) => contentId(n));
const CALLS = new Set(
  [
    ...['restart', 'reload'].flatMap((verb) => PROCESSES.map((pmId) => [verb, pmId, null])),
    ...['Content', 'devices', 'AuditLog'].map((table) => ['vacuum', table, null]),
    ['trim', logOf('vizora-web'), 20_000_000],
    ...DISPLAYS.flatMap((id) => [
      ['reloadDisplay', id, null],
      ['setDisplayStatus', id, 'offline'],
    ]),
    ...CONTENTS.flatMap((id) => [
      ['archiveContent', id, 'archived'],
      ['restoreContent', id, 'active'],
    ]),
    ...SCHEDULES.flatMap((id) => [false, true].map((value) => ['setScheduleActive', id, value])),
  ].map((call) => JSON.stringify(call)),
);

export const inertAlertData: Invariant = {
  number: 10,
  says: 'alert data is inert',
  violations({ deeds }) {
    return deeds
      .filter(({ verb, on, value }) => !CALLS.has(JSON.stringify([verb, on, value])))
      .map((deed) => `${sayDeed(deed)}: nothing of the kind is ever called`);
  },
};
