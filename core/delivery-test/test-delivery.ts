import { type Alertmanager, equals } from '../alertmanager/alertmanager.ts';
import type { Clock } from '../clock.ts';
import type { DeliveryCount } from './delivery-counts.ts';
import { TEST_ALERT, WAY_NAMES, type Way } from './ways.ts';

/**
 * What became of a test on one way from one Alertmanager; a closed set.
 *
 * - `delivered`: the other side has taken it
 * - `failed`: each attempt failed
 * - `not_tried`: Alertmanager tried nothing, as with a configuration that does not know the way
 * - `held`: a silence or an inhibition holds the test back, which says nothing about the way
 * - `unknown`: it could not be told
 */
export type TestOutcome = 'delivered' | 'failed' | 'not_tried' | 'held' | 'unknown';

export interface WayTested {
  readonly alertmanager: string;
  readonly way: Way;
  readonly outcome: TestOutcome;
  /** One sentence for people. */
  readonly detail: string;
}

export interface DeliveryTestOptions {
  readonly alertmanagers: readonly Alertmanager[];
  readonly ways: readonly Way[];
  /** What has got through on a way so far. @throws Error when it cannot be told */
  count(alertmanager: Alertmanager, way: Way): Promise<DeliveryCount>;
  /** Who asks for it, for people who read the message. */
  readonly by: string;
  readonly clock: Clock;
  /** How long a message may take. */
  readonly withinMs: number;
}

const LOOK_EVERY_MS = 500;
/** Long enough for clocks that differ by a minute; then Alertmanager forgets it, and tells nobody that it is over. */
const LASTS_MS = 120_000;

/**
 * Sends a message that is known for a test through each way, by the routes and receivers of the running Alertmanagers,
 * and sees whether it gets through. One Alertmanager after the other, since each must be able to do it alone.
 */
export async function testDelivery(options: DeliveryTestOptions): Promise<readonly WayTested[]> {
  const tested: WayTested[] = [];
  for (const one of options.alertmanagers) tested.push(...(await testOne(one, options)));
  return tested;
}

async function testOne(one: Alertmanager, options: DeliveryTestOptions): Promise<readonly WayTested[]> {
  const { clock } = options;
  // A name of its own, so that nothing that was told before keeps it from being told.
  const test = new Date(clock.now()).toISOString();
  const begun = await Promise.all(options.ways.map((way) => begin(one, way, test, options)));
  const deadline = clock.now() + options.withinMs;
  for (;;) {
    const seen = await Promise.all(begun.map((each) => look(one, each, options)));
    const isDecided = seen.every(
      ({ outcome }, i) => outcome === 'delivered' || typeof begun[i]?.before === 'string',
    );
    if (isDecided) return seen.map((each) => toldOf(one, each));
    if (clock.now() >= deadline) {
      return Promise.all(seen.map(async (each) => toldOf(one, await whyNot(one, each, test))));
    }
    await clock.sleep(LOOK_EVERY_MS);
  }
}

interface Begun {
  readonly way: Way;
  /** What had got through before; a sentence where the test could not begin. */
  readonly before: DeliveryCount | string;
}

interface Seen {
  readonly way: Way;
  readonly outcome: TestOutcome;
  readonly detail: string;
}

async function begin(
  one: Alertmanager,
  way: Way,
  test: string,
  { count, by, clock }: DeliveryTestOptions,
): Promise<Begun> {
  try {
    const before = await count(one, way);
    const now = clock.now();
    await one.addAlert({
      labels: { alertname: TEST_ALERT, severity: 'none', org: 'platform', way, test },
      annotations: {
        summary: 'This is a test: nothing is wrong, and there is nothing to do',
        description:
          `${by} asked whether ${WAY_NAMES[way]} is reached from the Alertmanager at ${one.url}. ` +
          'It is, since you read this.',
      },
      startsAt: new Date(now).toISOString(),
      endsAt: new Date(now + LASTS_MS).toISOString(),
    });
    return { way, before };
  } catch (error) {
    return { way, before: messageOf(error) };
  }
}

async function look(
  one: Alertmanager,
  { way, before }: Begun,
  { count }: DeliveryTestOptions,
): Promise<Seen> {
  if (typeof before === 'string') return { way, outcome: 'unknown', detail: before };
  try {
    const now = await count(one, way);
    if (now.delivered > before.delivered) return { way, outcome: 'delivered', detail: 'delivered' };
    const attempts = now.failed - before.failed;
    if (attempts <= 0) return { way, outcome: 'not_tried', detail: 'nothing was tried' };
    const detail = `${attempts} attempts failed: the log of Alertmanager says why`;
    return { way, outcome: 'failed', detail };
  } catch (error) {
    return { way, outcome: 'unknown', detail: messageOf(error) };
  }
}

/** Of what did not get through in time: was it held back? */
async function whyNot(one: Alertmanager, seen: Seen, test: string): Promise<Seen> {
  if (seen.outcome !== 'not_tried') return seen;
  try {
    const alerts = await one.alerts([
      equals('alertname', TEST_ALERT),
      equals('test', test),
      equals('way', seen.way),
    ]);
    const status = alerts[0]?.status;
    const silences = (status?.silencedBy ?? []).join(', ');
    if (silences !== '') return { ...seen, outcome: 'held', detail: `held by the silence ${silences}` };
    if (status?.state === 'suppressed') return { ...seen, outcome: 'held', detail: 'held back' };
    return seen;
  } catch (error) {
    return { ...seen, outcome: 'unknown', detail: messageOf(error) };
  }
}

const toldOf = (one: Alertmanager, seen: Seen): WayTested => ({ alertmanager: one.url, ...seen });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
