import { BEGINNING } from '../plan.ts';
import { requestOf } from '../request-of.ts';
import { sayWhen } from '../say-when.ts';
import type { Invariant } from './invariant.ts';

/** What the journal must hold once a person's request was answered with success. */
const RECORDED_AS: readonly [path: RegExp, kind: string][] = [
  [/^\/api\/v1\/stop$/, 'stopped'],
  [/^\/api\/v1\/resume$/, 'resumed'],
  [/^\/api\/v1\/maintenance$/, 'maintenance_announced'],
  [/^\/api\/v1\/maintenance\/end$/, 'maintenance_ended'],
  [/\/undo$/, 'undo_ended'],
  [/\/approve$/, 'proposal_approved'],
  [/\/reject$/, 'proposal_rejected'],
];

export const durableBeforeAcknowledged: Invariant = {
  number: 1,
  says: 'durable before acknowledged',
  violations({ plan, config, lines, stored }) {
    const answers = lines.filter((line) => line.what === 'answer');
    const keptSince = BEGINNING + plan.endsAt - config.retention.deliveries;
    const found: string[] = [];
    for (const [n, event] of plan.events.entries()) {
      const own = answers.filter((answer) => answer.n === n);
      const acknowledged = own.filter(({ status, at }) => status === 200 && at > keptSince);
      const { happening } = event;
      if (happening.do !== 'deliver') continue;
      const body = JSON.stringify(requestOf(event, n)?.body);
      const kept = stored.deliveries.filter((delivery) => delivery.body === body).length;
      if (kept < acknowledged.length) {
        found.push(
          `delivery ${n} was accepted ${acknowledged.length} times, and is in the store ${kept} times`,
        );
      }
      if (kept > own.length)
        found.push(`delivery ${n} was sent ${own.length} times, and is in the store ${kept} times`);
    }
    for (const { n, at, status } of answers) {
      const happening = plan.events[n]?.happening;
      const path = happening?.do === 'ask' ? happening.path : '';
      const kind = happening?.do === 'signal' ? 'stopped' : RECORDED_AS.find(([one]) => one.test(path))?.[1];
      if (status !== 200 || kind === undefined) continue;
      if (stored.journal.some((record) => record.kind === kind && record.at === at)) continue;
      found.push(`${sayWhen(at)} ${path || 'a signal'} was acknowledged, and no record says ${kind}`);
    }
    return found;
  },
};
