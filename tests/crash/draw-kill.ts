import fc from 'fast-check';
import type { Kill, Moment } from './plan.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const nth = (max: number) => fc.integer({ min: 1, max });

const drawMoment: fc.Arbitrary<Moment> = fc.oneof(
  // Around what becomes durable.
  {
    weight: 4,
    arbitrary: fc.record({
      words: fc.tuple(
        fc.constantFrom('before commit', 'after commit'),
        fc.constantFrom('delivery', 'decision', 'intent', 'executed', 'outcome', 'episode_closed', 'escalat'),
      ),
      nth: nth(3),
    }),
  },
  // Around what changes the platform.
  {
    weight: 3,
    arbitrary: fc.record({
      words: fc.constantFrom('before act', 'within act', 'after act').map((word) => [word]),
      nth: nth(3),
    }),
  },
  // Soon after the start, where the process takes up what the last one left.
  { weight: 2, arbitrary: fc.record({ words: fc.constant([]), nth: nth(60) }) },
  { weight: 4, arbitrary: fc.record({ words: fc.constant([]), nth: nth(900) }) },
);

/** A moment of the remediator's work in which it is killed, and how long it takes until it runs again. */
export const drawKill: fc.Arbitrary<Kill> = fc.record({
  moment: drawMoment,
  downFor: fc.oneof(nth(5 * SECOND), nth(MINUTE), nth(5 * MINUTE)),
});
