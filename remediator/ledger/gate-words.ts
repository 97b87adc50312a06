import type { GateRecord } from './decisions.ts';

/** The words that are others than in an earlier decision, by the place of their gate. */
export type OtherWords = readonly (readonly [place: number, saw: string])[];

/** Null where other gates were asked, or one answered otherwise: then no word of the earlier one can stand for these. */
export function otherWordsThan(
  earlier: readonly GateRecord[],
  gates: readonly GateRecord[],
): OtherWords | null {
  if (earlier.length !== gates.length) return null;
  const others: [number, string][] = [];
  for (const [place, { gate, passed, saw }] of gates.entries()) {
    const before = earlier[place];
    if (before?.gate !== gate || before.passed !== passed) return null;
    if (before.saw !== saw) others.push([place, saw]);
  }
  return others;
}

/** What the gates said, from what they said before and the words that were others. */
export function inOtherWords(earlier: readonly GateRecord[], others: OtherWords): GateRecord[] {
  const words = new Map(others);
  return earlier.map((record, place) => ({ ...record, saw: words.get(place) ?? record.saw }));
}
