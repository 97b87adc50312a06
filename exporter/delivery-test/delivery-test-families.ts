import { type Family, sampleLine } from '../../core/metrics/family.ts';
import type { DeliveryTestView } from './delivery-tester.ts';

/** What the daily test of the ways to people found; nothing where none is configured. */
export function deliveryTestFamilies(view: DeliveryTestView | null): Family[] {
  const delivered = 'vizora_notification_test_delivered';
  const testedAt = 'vizora_notification_test_timestamp_seconds';
  return [
    {
      name: delivered,
      help: '1 if the last delivery test got through on the way from every Alertmanager, 0 if not; no series while that is not known.',
      type: 'gauge',
      lines: Object.entries(view?.delivered ?? {}).map(([way, got]) =>
        sampleLine(delivered, { way }, Number(got)),
      ),
    },
    {
      name: testedAt,
      help: 'Unix time of the last whole delivery test.',
      type: 'gauge',
      lines: view === null || view.testedAt === null ? [] : [sampleLine(testedAt, {}, view.testedAt / 1_000)],
    },
  ];
}
