import type { Hint } from './hint.ts';
import type { Episode } from './ledger/episodes.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { RemediationDraft } from './ledger/remediations.ts';

/**
 * When the alert that a repair follows began to fire, and when it first reached us. A further attempt follows the one
 * before; where nothing better is known, we were told when we first looked into it.
 *
 * @param decidedAt when deciding began
 */
export function toldAt(
  hints: readonly Hint[],
  episode: Episode,
  decidedAt: number,
  { ledger }: { readonly ledger: Pick<Ledger, 'deliveries' | 'remediations'> },
): Pick<RemediationDraft, 'detected_at' | 'alerted_at'> {
  if (ledger.remediations.ofEpisode(episode.id).length > 0) return { detected_at: null, alerted_at: null };
  const noticedAt = Math.min(episode.opened_at, decidedAt);
  const [first] = hints
    .flatMap(({ alert: { startsAt, fingerprint } }) => (startsAt === null ? [] : [{ startsAt, fingerprint }]))
    .sort((one, other) => one.startsAt - other.startsAt);
  if (first === undefined) return { detected_at: null, alerted_at: noticedAt };
  const delivered = ledger.deliveries.firstDelivered(first.fingerprint, first.startsAt);
  return { detected_at: first.startsAt, alerted_at: delivered ?? noticedAt };
}
