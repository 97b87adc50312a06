import { Writable } from 'node:stream';
import type { TestContext } from 'node:test';
import type { Clock } from '../clock.ts';
import { createLog } from '../log.ts';
import type { Observation } from './call.ts';
import { createVizora, type Vizora } from './client.ts';
import { VizoraError, type VizoraErrorKind } from './errors.ts';
import { createFakeClock, type FakeClock } from './fake-clock.test-support.ts';
import { cuid, type FakeVizora, scheduleRow, startFakeVizora } from './fake-vizora.test-support.ts';
import type { OrganisationApi } from './organisation.ts';
import { createRequestBudget } from './request-budget.ts';

export interface Setup<C extends Clock> {
  readonly fake: FakeVizora;
  readonly clock: C;
  readonly vizora: Vizora;
  /** The reader of `acme-signage`, with three schedules. */
  readonly acme: OrganisationApi;
  readonly observed: Observation[];
  /** Everything that was logged. */
  readonly logged: () => string;
  /** What the password file holds. */
  readonly secret: { password: string };
}

interface Options<C> {
  readonly clock?: C;
  readonly timeoutMs?: number;
  readonly perSecond?: number;
  readonly loginsPerMinute?: number;
  readonly expectedSlug?: string | null;
}

/** A client on a fake platform of its own; both end with the test. */
export async function setUp<C extends Clock = FakeClock>(
  t: TestContext,
  options: Options<C> = {},
): Promise<Setup<C>> {
  const fake = await startFakeVizora();
  const [account] = Object.values(fake.accounts);
  if (account) account.schedules = [1, 2, 3].map((n) => scheduleRow(cuid(n)));
  const clock = options.clock ?? (createFakeClock({ hurry: true }) as Clock as C);
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const observed: Observation[] = [];
  const { perSecond = 100, loginsPerMinute = 100 } = options;
  const vizora = createVizora({
    baseUrl: fake.url,
    budget: createRequestBudget({
      clock,
      perSecond,
      perMinute: 1_000,
      perHour: 10_000,
      logins: { limit: loginsPerMinute, length: 60_000 },
    }),
    clock,
    log: createLog('test', 'debug', destination),
    timeoutMs: options.timeoutMs ?? 2_000,
    observe: (observation) => observed.push(observation),
    random: () => 0.5,
  });
  const secret = { password: 'right' };
  const acme = vizora.organisation(
    { email: 'reader@acme.example.com', password: () => secret.password },
    options.expectedSlug === undefined ? 'acme-signage' : options.expectedSlug,
  );
  t.after(async () => {
    await vizora.close();
    await fake.close();
  });
  return { fake, clock, vizora, acme, observed, logged: () => lines.join(''), secret };
}

export const ofKind = (kind: VizoraErrorKind) => (error: unknown) =>
  error instanceof VizoraError && error.kind === kind;
