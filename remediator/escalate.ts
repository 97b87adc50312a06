import type { EngineParts } from './engine-parts.ts';
import type { EscalationLabels } from './ledger/escalations.ts';

type Parts = Pick<EngineParts, 'ledger' | 'clock' | 'log'>;

/** How the open escalation of an episode is called. */
export const episodeOf = (id: number): string => `episode/${id}`;

/** Tells people once; as long as it is open, the same is not told again. */
export function escalate(about: string, labels: EscalationLabels, { ledger, clock, log }: Parts): void {
  if (ledger.escalations.open(about, labels, clock.now())) log.warn({ about, ...labels }, 'escalated');
}

export function endEscalation(about: string, why: string, { ledger, clock, log }: Parts): void {
  if (ledger.escalations.end(about, clock.now())) log.info({ about, why }, 'escalation ended');
}
