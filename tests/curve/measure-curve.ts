import type { TestContext } from 'node:test';
import { type Bench, displayOffline, startBench } from '../../remediator/bench.test-support.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** How often the rules are evaluated that say what fires. */
const EVALUATED_EVERY_MS = 5 * SECOND;
/** How often Alertmanager tells again of what still fires. */
const TOLD_AGAIN_EVERY_MS = 5 * MINUTE;
const DISPLAYS_IN_A_HALL = 10;

export const FLEET = 200;

/** What a reload does to a display. */
export type Effect = 'comes back' | 'nothing';

export interface Command {
  readonly at: number;
  readonly display: string;
  /** For how long it had been silent. */
  readonly silentFor: number;
}

export interface Escalation {
  readonly at: number;
  readonly reason: string;
  readonly target: string;
}

/** What the remediator did about so many displays that fell silent at once. Times are in ms from then on. */
export interface Curve {
  readonly broken: number;
  readonly effect: Effect;
  readonly minutes: number;
  /** What reached the platform. */
  readonly commands: readonly Command[];
  /** What people were told, each time anew. */
  readonly escalations: readonly Escalation[];
  /** How often each reason was given. */
  readonly decisions: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly silentAtEnd: number;
}

/**
 * Lets so many of 200 displays of one organisation fall silent, and watches the whole remediator for simulated minutes.
 * Alerts come as the shipped rules tell them, and none is inhibited, so that only the remediator's own bounds hold it.
 */
export async function measureCurve(broken: number, effect: Effect, minutes = 120): Promise<Curve> {
  const endings: (() => unknown)[] = [];
  const t = { after: (ending: () => unknown) => void endings.push(ending) };
  try {
    const bench = await startBench(t as Pick<TestContext, 'after'>);
    return await measure(bench, { broken, effect, minutes });
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

async function measure(bench: Bench, asked: Pick<Curve, 'broken' | 'effect' | 'minutes'>): Promise<Curve> {
  const { clock, world } = bench;
  const { fleet } = world;
  const start = clock.now();
  const ids = silence(bench, asked);
  const commands: Command[] = [];
  world.onAct = ({ on }) => {
    const since = fleet.displays.get(String(on))?.silentSince ?? clock.now();
    commands.push({ at: clock.now() - start, display: String(on), silentFor: clock.now() - since });
  };
  const tell = teller(bench, ids);
  const escalations = escalationsOf(bench, start);
  while (clock.now() - start < asked.minutes * MINUTE) {
    await tell();
    await bench.pass(EVALUATED_EVERY_MS);
    await escalations.note();
  }
  const silent = [...fleet.displays.values()].filter(({ silentSince }) => silentSince !== null);
  return {
    ...asked,
    commands,
    escalations: escalations.all,
    decisions: await counts(bench, 'decisions', 'reason'),
    outcomes: await counts(bench, 'outcomes', 'outcome'),
    silentAtEnd: silent.length,
  };
}

/** Spread over halls, so that none is silent as a whole unless all are; last heard of within a minute, as displays are. */
function silence({ world }: Bench, { broken, effect }: Pick<Curve, 'broken' | 'effect'>): readonly string[] {
  const { fleet } = world;
  const halls = FLEET / DISPLAYS_IN_A_HALL;
  fleet.displays.clear();
  for (let hall = 1; hall <= halls; hall++) fleet.add(DISPLAYS_IN_A_HALL, `Hall ${hall}`);
  return Array.from({ length: broken }, (_, n) =>
    fleet.silence((n % halls) * DISPLAYS_IN_A_HALL + Math.floor(n / halls), ((n * 7) % 60) * SECOND, {
      onReload: effect,
    }),
  );
}

/** Evaluates the shipped rule for the machine: what fires now, and what of it is to be told. */
function teller(bench: Bench, ids: readonly string[]): () => Promise<void> {
  const { clock, alertmanager, world } = bench;
  const toldAt = new Map<string, number>();

  function fires(id: string): boolean {
    const since = world.fleet.displays.get(id)?.silentSince ?? clock.now();
    const silentFor = clock.now() - since;
    return silentFor >= 15 * MINUTE && silentFor < HOUR;
  }

  return async () => {
    const now = clock.now();
    const firing = ids.filter(fires);
    for (const id of ids) {
      if (!firing.includes(id) && toldAt.delete(id)) alertmanager.resolve(displayOffline(id));
    }
    // Alertmanager knows all that began at one moment before it tells of any.
    for (const id of firing) if (!toldAt.has(id)) alertmanager.fire(displayOffline(id), now);
    for (const id of firing) {
      if (now - (toldAt.get(id) ?? Number.NEGATIVE_INFINITY) < TOLD_AGAIN_EVERY_MS) continue;
      toldAt.set(id, now);
      await bench.deliver([{ labels: displayOffline(id) }]);
    }
  };
}

function escalationsOf(bench: Bench, start: number) {
  const all: Escalation[] = [];
  let open = new Set<string>();
  return {
    all,
    async note(): Promise<void> {
      const shown = (await bench.metrics()).match(/^vizora_remediation_escalated\{.*\} 1$/gm) ?? [];
      for (const series of shown.filter((one) => !open.has(one))) {
        const label = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(series)?.[1] ?? '';
        all.push({ at: bench.clock.now() - start, reason: label('reason'), target: label('target_id') });
      }
      open = new Set(shown);
    },
  };
}

/** By the remediator's own count. */
async function counts(
  bench: Bench,
  what: 'decisions' | 'outcomes',
  by: string,
): Promise<Record<string, number>> {
  const name = what === 'decisions' ? 'vizora_remediation_decisions_total' : 'vizora_remediations_total';
  const series = (await bench.metrics()).matchAll(
    new RegExp(`^${name}\\{action="reconnect_display",${by}="([a-z_]+)"\\} ([1-9]\\d*)$`, 'gm'),
  );
  return Object.fromEntries([...series].map(([, word, count]) => [word, Number(count)]));
}
