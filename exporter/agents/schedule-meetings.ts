/** What is read of a schedule to know where it meets others. */
interface Aimed {
  readonly schedule: {
    readonly priority: number;
    readonly displayId: string | null;
    readonly displayGroupId: string | null;
  };
}

export interface AimedGroup {
  readonly id: string;
  readonly displayIds: readonly string[];
}

/** What aims at one display or group, by priority. */
type AimedAt<A extends Aimed> = ReadonlyMap<number, readonly A[]>;

/**
 * Every two displays or groups that share a display, each with itself too, as what aims there: once, however many
 * displays they share.
 */
export function* meetings<A extends Aimed>(
  all: readonly A[],
  groups: readonly AimedGroup[],
): Iterable<readonly [AimedAt<A>, AimedAt<A>]> {
  const aims: AimedAt<A>[] = [];
  const aimsOn = new Map<string, number[]>();
  const put = (aimed: readonly A[] | undefined, displayIds: readonly string[]) => {
    if (aimed === undefined) return;
    const aim = aims.push(Map.groupBy(aimed, ({ schedule }) => schedule.priority)) - 1;
    for (const id of displayIds) {
      const known = aimsOn.get(id);
      if (known === undefined) aimsOn.set(id, [aim]);
      else known.push(aim);
    }
  };
  for (const [id, aimed] of Map.groupBy(all, ({ schedule }) => schedule.displayId)) {
    if (id !== null) put(aimed, [id]);
  }
  const grouped = Map.groupBy(all, ({ schedule }) => schedule.displayGroupId);
  for (const { id, displayIds } of groups) put(grouped.get(id), displayIds);

  // Most displays are in the same groups as many others.
  const different = new Map([...aimsOn.values()].map((on) => [on.join(), on]));
  const met = new Set<number>();
  for (const on of different.values()) {
    for (let i = 0; i < on.length; i += 1) {
      for (let j = i; j < on.length; j += 1) {
        const [a = 0, b = 0] = [on[i], on[j]];
        const pair = a * aims.length + b;
        if (met.has(pair)) continue;
        met.add(pair);
        const [some, others] = [aims[a], aims[b]];
        if (some !== undefined && others !== undefined) yield [some, others];
      }
    }
  }
}
