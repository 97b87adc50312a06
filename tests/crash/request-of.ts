import { payload } from '../../remediator/bench.test-support.ts';
import { BEGINNING, type Event } from './plan.ts';
import type { Sending } from './sending.ts';
import { subjectOf } from './subject.ts';

/** What is sent to the remediator for the event with the number `n`; null where it is none that sends. */
export function requestOf(
  { at, happening }: Event,
  n: number,
): Pick<Sending, 'path' | 'body' | 'hashFrom'> | null {
  if (happening.do === 'ask') {
    const { path, body, hashFrom } = happening;
    return { path, body, ...(hashFrom === undefined ? {} : { hashFrom }) };
  }
  if (happening.do !== 'deliver') return null;
  const alerts = happening.alerts.map(({ about, status }) => ({ labels: subjectOf(about).labels, status }));
  return {
    path: '/api/v1/alerts',
    // The number makes each body one of a kind.
    body: { ...payload(alerts, BEGINNING + at), groupKey: `{}:{event="${n}"}` },
  };
}
