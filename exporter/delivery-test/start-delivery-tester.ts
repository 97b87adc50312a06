import { createAlertmanager } from '../../core/alertmanager/alertmanager.ts';
import { dailySchedule } from '../../core/daily-schedule.ts';
import { configuredTest } from '../../core/delivery-test/configured-test.ts';
import { testDelivery } from '../../core/delivery-test/test-delivery.ts';
import type { StartOptions } from '../../core/run-daemon.ts';
import type { ExporterMetrics } from '../metrics.ts';
import { remembered } from '../reporting/remembered.ts';
import type { Store } from '../store.ts';
import { createDeliveryTester, type DeliveryTester, DeliveryTestNote, untested } from './delivery-tester.ts';

export interface DeliveryTesterParts {
  readonly store: Pick<Store, 'notes'>;
  readonly metrics: Pick<ExporterMetrics, 'storeFailed'>;
  /** Ends a test early. */
  readonly stopping: AbortSignal;
}

const ALERTMANAGER_TIMEOUT_MS = 5_000;
/** A member of a cluster waits for others before it sends. */
const WITHIN_MS = 45_000;

/** The daily test as it is configured; null where none is asked for, or where there is no Alertmanager to test. */
export function startDeliveryTester(
  { config, clock, log }: StartOptions,
  { store, metrics, stopping }: DeliveryTesterParts,
): DeliveryTester | null {
  const { test_at: at } = config.notifications;
  const urls = config.remediator.alertmanager_urls;
  if (at === undefined || urls.length === 0) return null;
  const { ways, count } = configuredTest(config);
  return createDeliveryTester({
    note: remembered<DeliveryTestNote>({
      notes: store.notes,
      topic: 'delivery_test',
      schema: DeliveryTestNote,
      initial: untested(clock.now()),
      onFailure(error) {
        if (stopping.aborted) return;
        log.error({ err: error }, 'the note of the delivery test could not be written');
        metrics.storeFailed();
      },
    }),
    schedule: dailySchedule(at, config.timezone),
    ways,
    async test(due) {
      const alertmanagers = urls.map((url) =>
        createAlertmanager({ url, timeoutMs: ALERTMANAGER_TIMEOUT_MS }),
      );
      try {
        return await testDelivery({
          alertmanagers,
          ways: due,
          count,
          by: 'The daily test of Vizora Ops',
          clock: { now: clock.now, sleep: (ms) => clock.sleep(ms, stopping) },
          withinMs: WITHIN_MS,
        });
      } finally {
        await Promise.all(alertmanagers.map((one) => one.close()));
      }
    },
    clock,
    log,
  });
}
