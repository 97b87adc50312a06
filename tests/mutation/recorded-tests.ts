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
  /** Resolves with what failed, or null. */
  run(): Promise<unknown>;
}

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

async function run(name: string, work: Work): Promise<unknown> {
  const afterwards: (() => unknown)[] = [];
  broken = null;
  const t: TestContext = {
    name,
    after: (one) => void afterwards.push(one),
    diagnostic: () => undefined,
  };
  const failures = [await failureOf(() => work(t))];
  for (const step of afterwards) failures.push(await failureOf(step));
  return failures.find((one) => one !== null) ?? broken;
}

async function failureOf(step: () => unknown): Promise<unknown> {
  try {
    await step();
    return null;
  } catch (error) {
    return error ?? new Error('something was thrown that is nothing');
  }
}
