import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { remediatorUrl } from '../../core/remediator/remediator-url.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Proposal } from '../ledger/proposals.ts';

type Proposals = Pick<Ledger, 'proposals'>;

/** Where people find the page of a proposal; null where it has none, being older than links with a secret. */
export function approvalLink(
  id: number,
  { ledger, settings }: { readonly ledger: Proposals; readonly settings: EngineParts['settings'] },
): string | null {
  const secret = ledger.proposals.linkSecret(id);
  const base = settings.public_url ?? remediatorUrl(settings);
  return secret === null ? null : `${base.replace(/\/+$/, '')}/approve/p${id}-${secret}`;
}

/**
 * The proposal that the end of a link, as in `p12-<secret>`, leads to. Neither what it answers nor how long it takes tells
 * a wrong secret from a proposal that there is not.
 */
export function proposalOfLink(end: string, { proposals }: Proposals): Proposal | null {
  const [, number, given = ''] = /^p(\d{1,15})-([0-9a-f]{32})$/.exec(end) ?? [];
  const id = Number(number ?? 0);
  const secret = proposals.linkSecret(id) ?? randomBytes(16).toString('hex');
  return timingSafeEqual(digest(given), digest(secret)) ? proposals.get(id) : null;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
