import fc from 'fast-check';
import { drawHappenings, drawInterruption, drawTrouble, ENDS_AT_MS } from './draw-happenings.ts';
import { drawKill } from './draw-kill.ts';
import type { Manner, Plan } from './plan.ts';

const SECOND = 1_000;

/** What a platform does that is asked for something; most do as they say. */
const drawManner: fc.Arbitrary<Manner> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Manner>({ works: true, answers: 'ok', after: 0 }) },
  fc.record<Manner>({
    works: fc.boolean(),
    answers: fc.constantFrom('ok', 'error', 'never'),
    after: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 * SECOND })),
  }),
);

const drawMode = fc.oneof({ weight: 3, arbitrary: fc.constant('act') }, fc.constant('approve'));
const drawPatience = fc.constantFrom('2m', '20m');
/** As shipped they would not be tried again within a run. */
const drawOfHost = fc.record({
  attempts: fc.integer({ min: 1, max: 3 }),
  cooldown: fc.constantFrom('30s', '5m'),
  target_per_hour: fc.constantFrom(1, 4),
});

/** Of the simulated tables each was vacuumed an hour before the beginning. */
const drawNight = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ mode: 'off' }) },
  fc.record({
    mode: drawMode,
    approval_within: drawPatience,
    at: fc.constantFrom('12:03', '12:11'),
    within: fc.constantFrom('5m', '20m'),
    unless_within: fc.constantFrom('30m', '12h'),
    execute_within: fc.constant('5m'),
  }),
);

/** Policies under which bounds are reached within a run. */
const drawPolicy = fc.record({
  remediator: fc.record({
    episode_hold: fc.constantFrom('2m', '10m'),
    budget: fc.record({ per_hour: fc.constantFrom(2, 4, 30) }),
    mass_failure: fc.record({ services: fc.constantFrom(2, 3), more_than: fc.constantFrom(2, 5) }),
    actions: fc.record({
      restart_process: fc.record({
        mode: drawMode,
        approval_within: drawPatience,
        attempts: fc.integer({ min: 1, max: 3 }),
        stuck_cooldown: fc.constantFrom('30s', '5m'),
        target_per_hour: fc.constantFrom(1, 4),
        per_hour: fc.constantFrom(2, 6),
      }),
      reload_process: fc.record({
        memory_within: fc.constant('2m'),
        attempts: fc.integer({ min: 1, max: 2 }),
        cooldown: fc.constantFrom('30s', '5m'),
        target_per_hour: fc.constantFrom(1, 4),
      }),
      vacuum_tables: drawOfHost,
      maintain_tables: drawNight,
      trim_logs: drawOfHost,
      deactivate_schedule: fc.record({
        mode: drawMode,
        approval_within: drawPatience,
        attempts: fc.integer({ min: 1, max: 3 }),
        cooldown: fc.constantFrom('30s', '5m'),
        max_share: fc.constantFrom(0.1, 0.3, 1),
        target_per_hour: fc.constantFrom(1, 2),
      }),
      archive_content: fc.record({
        mode: drawMode,
        modes: fc.record({ content_orphaned: drawMode }),
        approval_within: drawPatience,
        attempts: fc.integer({ min: 1, max: 3 }),
        cooldown: fc.constantFrom('30s', '5m'),
        max_share: fc.constantFrom(0.1, 1),
      }),
      archive_oldest_inactive: fc.record({
        mode: drawMode,
        attempts: fc.integer({ min: 1, max: 2 }),
        cooldown: fc.constantFrom('30s', '5m'),
        contents_per_run: fc.constantFrom(1, 2, 10),
      }),
      reconnect_display: fc.record({
        attempts: fc.integer({ min: 1, max: 2 }),
        cooldown: fc.constantFrom('30s', '5m'),
        max_share: fc.constantFrom(0.1, 1),
        commands_in_a_row: fc.constantFrom(1, 2, 8),
      }),
      reset_display: fc.record({
        attempts: fc.integer({ min: 1, max: 2 }),
        cooldown: fc.constantFrom('30s', '5m'),
        stable_for: fc.constantFrom('1m', '5m'),
      }),
    }),
  }),
  config: fc.constant({ exporter: { checks: { process_memory_high: { within: '2m' } } } }),
});

const drawAny: fc.Arbitrary<Plan> = fc
  .record({
    policy: drawPolicy,
    troubles: fc.array(drawTrouble, { minLength: 1, maxLength: 4 }),
    happenings: drawHappenings,
    interruptions: fc.array(drawInterruption, { maxLength: 1 }),
    manners: fc.array(drawManner, { minLength: 1, maxLength: 5 }),
    kills: fc.array(drawKill, { minLength: 1, maxLength: 4 }),
  })
  .map(({ policy, troubles, happenings, ...rest }) => ({
    ...policy,
    ...rest,
    events: [...troubles.flat(), ...happenings].toSorted((one, other) => one.at - other.at),
    endsAt: ENDS_AT_MS,
  }));

/** The plan of a seed: always the same one. */
export function drawPlan(seed: number): Plan {
  const [plan] = fc.sample(fc.noBias(drawAny), { seed, numRuns: 1 });
  if (plan === undefined) throw new Error('nothing was drawn');
  return plan;
}
