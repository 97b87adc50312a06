/** What stands in for `node:test`, so that tests that were loaded once can be run again and again. */

type Work = (t: TestContext) => unknown;

/** As much of the context of `node:test` as is used by the tests that are run here. */
interface TestContext {
  readonly name: string;
  after(work: () => unknown): void;
  diagnostic(message: string): void;
}

export interface RecordedTest {
  readonly id: string;
  run(): Promise<Ran>;
}

/** How a test ended; what hangs goes on behind the back of those that come after it. */
export interface Ran {
  /** Null when it passed. */
  readonly failure: unknown;
  readonly hangs: boolean;
}

/** In real time, of which a test needs little. */
const TEST_WITHIN_MS = 30_000;
const CLEANED_UP_WITHIN_MS = 3_000;

const recorded: RecordedTest[] = [];
const suites: string[] = [];
let broken: unknown = null;

/** What breaks outside of anybody's waiting belongs to the test that runs. */
for (const event of ['unhandledRejection', 'uncaughtException']) {
  process.on(event, (error: unknown) => {
    broken ??= error ?? new Error(event);
  });
}

export const recordedTests = (): readonly RecordedTest[] => recorded;

export function describe(name: string, define: () => void): void {
  suites.push(name);
  define();
  suites.pop();
}

export function it(name: string, ...rest: readonly [...unknown[], Work]): void {
  const work = rest.at(-1) as Work;
  const id = [...suites, name].join(' > ');
  recorded.push({ id, run: () => run(name, work) });
}

async function run(name: string, work: Work): Promise<Ran> {
  const afterwards: (() => unknown)[] = [];
  broken = null;
  const t: TestContext = {
    name,
    after: (one) => void afterwards.push(one),
    diagnostic: () => undefined,
  };
  const steps = [await carryOut(() => work(t), TEST_WITHIN_MS)];
  for (const step of afterwards) steps.push(await carryOut(step, CLEANED_UP_WITHIN_MS));
  const failed = steps.find(({ failure }) => failure !== null);
  return { failure: failed?.failure ?? broken, hangs: steps.some(({ hangs }) => hangs) };
}

async function carryOut(step: () => unknown, within: number): Promise<Ran> {
  let timer: NodeJS.Timeout | undefined;
  const hangs = new Promise<Ran>((resolve) => {
    timer = setTimeout(() => resolve({ failure: new Error('it hangs'), hangs: true }), within);
  });
  try {
    return await Promise.race([
      Promise.resolve()
        .then(step)
        .then(() => ({ failure: null, hangs: false })),
      hangs,
    ]);
  } catch (error) {
    return { failure: error ?? new Error('something was thrown that is nothing'), hangs: false };
  } finally {
    clearTimeout(timer);
  }
}
