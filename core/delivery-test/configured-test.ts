import type { LoadedConfig } from '../config/load.ts';
import { remediatorUrl } from '../remediator/remediator-url.ts';
import { countDeliveries, countHeard } from './delivery-counts.ts';
import type { DeliveryTestOptions } from './test-delivery.ts';
import { WAYS, type Way } from './ways.ts';

const COUNT_TIMEOUT_MS = 5_000;

/** The ways that a configuration names, and how it is told what gets through on them. */
export function configuredTest({
  notifications: { slack_webhook_url, email },
  exporter,
  remediator,
}: Pick<LoadedConfig, 'notifications' | 'exporter' | 'remediator'>): Pick<
  DeliveryTestOptions,
  'ways' | 'count'
> {
  const configured: Readonly<Record<Way, boolean>> = {
    slack: slack_webhook_url !== undefined,
    email: email !== undefined,
    remediator: true,
  };
  const heardAt = exporter.remediator_url ?? remediatorUrl(remediator);
  return {
    ways: WAYS.filter((way) => configured[way]),
    async count(alertmanager, way) {
      if (way === 'remediator') return countHeard(heardAt, COUNT_TIMEOUT_MS);
      return (await countDeliveries(alertmanager, COUNT_TIMEOUT_MS))[way];
    },
  };
}
