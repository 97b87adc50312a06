import fc from 'fast-check';
import type { About, Event, Happening, Interruption } from './plan.ts';
import { HOSTILE_SUBJECTS } from './subject.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** After that nothing happens any more, and what was begun comes to its end. */
const EVENTFUL_MS = 20 * MINUTE;
export const ENDS_AT_MS: number = 50 * MINUTE;

const within = (max: number) => fc.integer({ min: 1, max });
/** Few, so that things happen to the same one. */
const drawSchedule = fc.integer({ min: 0, max: 3 });
/** Not those of the lobby, which are a place of their own; and few of each kind, on displays of their own. */
const drawSilent = fc.integer({ min: 4, max: 7 });
const drawInError = fc.integer({ min: 8, max: 9 });
const drawProcess = fc.constantFrom(
  { pmId: 0, service: 'middleware' },
  { pmId: 1, service: 'middleware' },
  { pmId: 2, service: 'realtime' },
  { pmId: 3, service: 'web' },
);

const drawExpired = fc.integer({ min: 0, max: 3 });
const drawOrphan = fc.integer({ min: 6, max: 8 });

/** What is below and beside the platform. */
const drawOfHost: fc.Arbitrary<About> = fc.constantFrom('stuck/realtime', 'table/AuditLog', 'log/vizora-web');
const drawStorage = fc.constant<About>('storage/acme');

/** Something breaks, which an alert can be about; and may be repaired by somebody else. */
const drawBreak: fc.Arbitrary<{ readonly about: About; readonly begin: Happening; readonly end: Happening }> =
  fc.oneof(
    fc.tuple(drawProcess, fc.boolean()).map(([{ pmId, service }, hangs]) => ({
      about: hangs ? `service/${service}` : `process/vizora-${service}:${pmId}`,
      begin: { do: hangs ? 'hang' : 'give_up', pmId } as const,
      end: { do: 'recover', pmId } as const,
    })),
    drawProcess.map(({ pmId, service }) => ({
      about: `memory/vizora-${service}:${pmId}`,
      begin: { do: 'grow_memory', pmId } as const,
      end: { do: 'shrink_memory', pmId } as const,
    })),
    fc.oneof({ weight: 2, arbitrary: drawOfHost }, drawStorage).map((about) => ({
      about,
      begin: { do: 'worsen', about } as const,
      end: { do: 'ease', about } as const,
    })),
    drawSilent.map((n) => ({
      about: `display/${n}`,
      begin: { do: 'silence_display', n } as const,
      end: { do: 'mend_display', n } as const,
    })),
    drawInError.map((n) => ({
      about: `error/${n}`,
      begin: { do: 'fail_display', n } as const,
      end: { do: 'mend_display', n } as const,
    })),
    drawSchedule.map((n) => ({
      about: `schedule/${n}`,
      begin: { do: 'end_schedule', n } as const,
      end: { do: 'prolong_schedule', n } as const,
    })),
    drawSchedule.map((n) => ({
      about: `lost/${n}`,
      begin: { do: 'orphan_schedule', n } as const,
      end: { do: 'aim_schedule', n } as const,
    })),
    drawExpired.map((n) => ({
      about: `content/${n}`,
      begin: { do: 'expire_content', n } as const,
      end: { do: 'renew_content', n } as const,
    })),
    drawOrphan.map((n) => ({
      about: `orphan/${n}`,
      begin: { do: 'orphan_content', n } as const,
      end: { do: 'adopt_content', n } as const,
    })),
  );

const drawStatus = fc.oneof(
  { weight: 5, arbitrary: fc.constant('firing' as const) },
  fc.constant('resolved' as const),
);

/** A fault, with webhooks about it: none, several, doubled, out of order, and some that say it is over. */
export const drawTrouble: fc.Arbitrary<Event[]> = fc
  .record({
    broken: drawBreak,
    at: within(EVENTFUL_MS),
    webhooks: fc.array(
      fc.record({ after: within(3 * MINUTE), status: drawStatus, again: fc.boolean(), copies: within(3) }),
      { maxLength: 3 },
    ),
    endsAfter: fc.option(within(10 * MINUTE), { freq: 3 }),
  })
  .map(({ broken: { about, begin, end }, at, webhooks, endsAfter }) => [
    { at, happening: begin },
    ...webhooks.flatMap(({ after, status, again, copies }) =>
      Array.from({ length: copies }, (_, copy) => ({
        at: at + after + copy,
        happening: { do: 'deliver' as const, alerts: [{ about, status }], again },
      })),
    ),
    ...(endsAfter === null ? [] : [{ at: at + endsAfter, happening: end }]),
  ]);

const drawAbout: fc.Arbitrary<About> = fc.oneof(
  fc.tuple(fc.constantFrom('schedule', 'lost'), drawSchedule).map(([kind, n]) => `${kind}/${n}`),
  drawExpired.map((n) => `content/${n}`),
  drawOrphan.map((n) => `orphan/${n}`),
  drawOfHost,
  drawStorage,
  drawSilent.map((n) => `display/${n}`),
  drawInError.map((n) => `error/${n}`),
  drawProcess.map(({ service }) => `service/${service}`),
  fc
    .tuple(fc.constantFrom('process', 'memory'), drawProcess)
    .map(([kind, { pmId, service }]) => `${kind}/vizora-${service}:${pmId}`),
  fc.integer({ min: 0, max: HOSTILE_SUBJECTS - 1 }).map((n) => `hostile/${n}`),
);

/** What begins, and ends after a while. */
function phase(
  drawOne: fc.Arbitrary<(on: boolean) => Happening>,
  longest = 5 * MINUTE,
): fc.Arbitrary<Event[]> {
  return fc.tuple(drawOne, within(EVENTFUL_MS), within(longest)).map(([happening, at, lasts]) => [
    { at, happening: happening(true) },
    { at: at + lasts, happening: happening(false) },
  ]);
}

const ask = (path: string, body = {}): Happening => ({ do: 'ask', path: `/api/v1/${path}`, body });

const drawPerson: fc.Arbitrary<Event[]> = fc.oneof(
  phase(fc.constant((on) => ({ do: 'stop_file', on }))),
  phase(fc.constant((on) => ({ do: 'pause', on }))),
  phase(drawAbout.map((about) => (on) => ({ do: 'silence', about, on }))),
  phase(fc.constant((on) => (on ? ask('stop', { reason: 'a look' }) : ask('resume')))),
  phase(fc.constant((on) => (on ? { do: 'signal' } : ask('resume')))),
  phase(
    within(5).map(
      (minutes) => (on) =>
        on ? ask('maintenance', { for: `${minutes}m`, reason: 'a deployment' }) : ask('maintenance/end'),
    ),
  ),
  phase(
    drawProcess.map(({ pmId }) => (on) => ({ do: on ? 'pm2_stop' : 'recover', pmId })),
  ),
  phase(fc.oneof(drawSilent, drawInError).map((n) => (on) => ({ do: 'disable_display', n, on }))),
  once(drawSchedule.map((n) => ({ do: 'prolong_schedule', n }))),
  once(drawSchedule.map((n) => ({ do: 'switch_on_schedule', n }))),
  once(drawExpired.map((n) => ({ do: 'renew_content', n }))),
  once(within(4).map((n) => ask(`remediations/r${n}/undo`))),
  once(
    fc
      .tuple(within(4), fc.constantFrom('approve', 'approve', 'reject'))
      .map(([n, verb]) => ({ ...ask(`proposals/p${n}/${verb}`), hashFrom: `/api/v1/proposals/p${n}` })),
  ),
);

function once(drawOne: fc.Arbitrary<Happening>): fc.Arbitrary<Event[]> {
  return fc.tuple(drawOne, within(EVENTFUL_MS)).map(([happening, at]) => [{ at, happening }]);
}

const drawOutage = phase(
  fc
    .constantFrom('alertmanager' as const, 'platform' as const, 'pm2' as const, 'redis' as const)
    .map((of) => (on) => ({ do: 'outage', of, on })),
);
/** Alertmanager, or whoever sends, says what is not so. */
const drawLie = fc.oneof(
  phase(drawAbout.map((about) => (on) => ({ do: 'claim', about, on }))),
  once(
    fc
      .array(fc.record({ about: drawAbout, status: drawStatus }), { minLength: 1, maxLength: 4 })
      .map((alerts) => ({ do: 'deliver', alerts, again: true })),
  ),
);
/** Many at once, or even so many that it is a matter for people. */
const drawWave = fc.oneof(
  wave(8, (n) => ({ do: 'end_schedule', n })),
  wave(6, (n) => ({ do: 'expire_content', n })),
  wave(4, (n) => ({ do: 'silence_display', n: n + 4 })),
);

function wave(most: number, begin: (n: number) => Happening): fc.Arbitrary<Event[]> {
  return fc
    .tuple(within(EVENTFUL_MS), within(most))
    .map(([at, count]) => Array.from({ length: count }, (_, n) => ({ at: at + n, happening: begin(n) })));
}

/** What people do, what is out, and what is said that is not so. */
export const drawHappenings: fc.Arbitrary<Event[]> = fc
  .tuple(
    fc.array(drawPerson, { maxLength: 3 }),
    fc.array(drawOutage, { maxLength: 2 }),
    fc.array(drawLie, { maxLength: 2 }),
    fc.option(drawWave, { freq: 8 }),
  )
  .map(([people, outages, lies, wave]) => [...people, ...outages, ...lies, wave ?? []].flat());

/** Something that a person does just when an intent is on disk, or has been carried out in part. */
export const drawInterruption: fc.Arbitrary<Interruption> = fc.record({
  moment: fc.record({
    words: fc.constantFrom(['after commit', 'intent'], ['after act', 'reload']),
    nth: within(2),
  }),
  happening: fc.oneof(
    fc.constant<Happening>({ do: 'stop_file', on: true }),
    drawProcess.map(({ pmId }): Happening => ({ do: 'pm2_stop', pmId })),
    drawSchedule.map((n): Happening => ({ do: 'prolong_schedule', n })),
    drawExpired.map((n): Happening => ({ do: 'renew_content', n })),
    fc.oneof(drawSilent, drawInError).map((n): Happening => ({ do: 'disable_display', n, on: true })),
  ),
});
