import type { Alertmanager } from '../alertmanager/alertmanager.ts';
import { readSamples } from '../metrics/read-samples.ts';
import { fetchOnce } from '../probe/fetch-once.ts';
import type { Way } from './ways.ts';

/** How many attempts have ended on a way so far: those that got through, and those that did not. */
export interface DeliveryCount {
  readonly delivered: number;
  readonly failed: number;
}

/** A program did not say what it counts. */
class CountError extends Error {}

const REQUESTS = 'alertmanager_notification_requests_total';
const FAILED_REQUESTS = 'alertmanager_notification_requests_failed_total';
const DECISIONS = 'vizora_remediation_decisions_total';

/**
 * What an Alertmanager has delivered, by integration. An attempt is counted when it has ended, so what is delivered is
 * a fact, and not under way. @throws CountError
 */
export async function countDeliveries(
  { url }: Pick<Alertmanager, 'url'>,
  timeoutMs: number,
): Promise<Readonly<Record<Exclude<Way, 'remediator'>, DeliveryCount>>> {
  const page = await pageOf(`${url.replace(/\/$/, '')}/metrics`, timeoutMs);
  const count = (integration: string): DeliveryCount => {
    const failed = sumOf(page, FAILED_REQUESTS, `integration="${integration}"`);
    return { delivered: sumOf(page, REQUESTS, `integration="${integration}"`) - failed, failed };
  };
  return { slack: count('slack'), email: count('email') };
}

/**
 * How many alerts that ask for no repair the remediator has been told: nothing but tests is routed to it without. Its
 * webhook shares the integration with others, so that Alertmanager's own count would not tell them apart.
 *
 * @throws CountError
 */
export async function countHeard(remediator: string, timeoutMs: number): Promise<DeliveryCount> {
  const page = await pageOf(`${remediator.replace(/\/$/, '')}/metrics`, timeoutMs);
  return { delivered: sumOf(page, DECISIONS, 'reason="no_remediation"'), failed: 0 };
}

async function pageOf(url: string, timeoutMs: number): Promise<string> {
  const answer = await fetchOnce(new URL(url), AbortSignal.timeout(timeoutMs));
  if (!answer.answered) throw new CountError(`${url}: ${answer.detail}`);
  if (answer.status !== 200) throw new CountError(`${url} answered ${answer.status}`);
  return answer.body;
}

function sumOf(page: string, metric: string, label: string): number {
  const samples = readSamples(page, metric);
  if (samples === null) throw new CountError(`it does not count ${metric}`);
  return samples
    .filter(({ labels }) => labels.split(',').includes(label))
    .reduce((sum, { value }) => sum + value, 0);
}
