import type { Alertmanager } from '../core/alertmanager/alertmanager.ts';
import type { Clock } from '../core/clock.ts';
import {
  type DeliveryTestOptions,
  testDelivery,
  type WayTested,
} from '../core/delivery-test/test-delivery.ts';
import { WAY_NAMES, WAYS } from '../core/delivery-test/ways.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { coloured, plain, table } from './print-table.ts';

export interface NotifyTestContext extends Pick<DeliveryTestOptions, 'ways' | 'count' | 'by' | 'withinMs'> {
  readonly alertmanagers: readonly Alertmanager[];
  /** Whether an outside hook is configured; it is told of no test. */
  readonly deadMan: boolean;
  readonly json: boolean;
  readonly clock: Clock;
  print(text: string): void;
}

const WIDEST_DETAIL = 200;

/** Does each configured way get through? Good when all do, and one of them leads to people. */
export async function notifyTest(context: NotifyTestContext): Promise<ExitCode> {
  const { ways, json, print } = context;
  const tested = await testDelivery(context);
  if (json) print(JSON.stringify({ tested, dead_man: 'not_tested' }, null, 2));
  else print([table(['way', 'by', 'outcome', ''], tested.map(row)), ...remarks(context)].join('\n'));
  const isTold = ways.some((way) => way !== 'remediator');
  if (isTold && tested.every(({ outcome }) => outcome === 'delivered')) return EXIT.good;
  const isBlind = tested.every(({ outcome }) => outcome === 'unknown');
  return isBlind ? EXIT.unreachable : EXIT.bad;
}

const row = ({ way, alertmanager, outcome, detail }: WayTested) => [
  way,
  alertmanager,
  coloured(outcome),
  { shown: outcome === detail ? '' : plain(detail, WIDEST_DETAIL) },
];

function remarks({ ways, deadMan }: NotifyTestContext): string[] {
  const absent = WAYS.filter((way) => !ways.includes(way)).map((way) => `Not configured: ${WAY_NAMES[way]}.`);
  const isTold = ways.some((way) => way !== 'remediator');
  return [
    ...absent,
    ...(isTold ? [] : ['No way to people is configured: nobody would hear of anything.']),
    deadMan
      ? 'Not tested: the dead-man hook. Each message is a sign of life to it; it tells people itself when none comes.'
      : 'Not configured: a dead-man hook (notifications.healthchecks_url).',
  ];
}
