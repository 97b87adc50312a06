import type { OrganisationGatherOptions } from './gather-organisations.ts';

/** For what is not about the details of contents: nothing is known of them, and nothing kept. */
export const noDetails: OrganisationGatherOptions['details'] = {
  store: { load: () => new Map(), save: () => undefined, forgetUnless: () => undefined },
  storeFailed: () => undefined,
  intervalMs: 900_000,
  orphansOlderThan: null,
  stopping: new AbortController().signal,
};

/** What the exporter asks of one route unless told otherwise. */
export const shippedBudget: OrganisationGatherOptions['budget'] = {
  per_second: 6,
  per_minute: 60,
  per_hour: 600,
};
