import type { JournalVerdict } from '../core/journal/verify-journal.ts';
import type { EngineParts } from './engine-parts.ts';

const EVERY_MS = 86_400_000;

/** Checks the journal at start and once a day, until told to end; a person must hear when it was touched. */
export async function watchJournal(parts: EngineParts): Promise<void> {
  const { ledger, metrics, clock, log, ending } = parts;
  while (!ending.aborted) {
    try {
      tellVerdict(await ledger.journal.verify(), parts);
    } catch (error) {
      if (ending.aborted) return;
      metrics.engineError();
      log.error({ err: error }, 'the journal could not be checked');
    }
    await clock.sleep(EVERY_MS, ending).catch(() => undefined);
  }
}

/** What the journal is found to be, as metric and log line. */
export function tellVerdict(
  verdict: JournalVerdict,
  { metrics, clock, log }: Pick<EngineParts, 'metrics' | 'clock' | 'log'>,
): void {
  metrics.journalChecked(verdict.intact, clock.now());
  if (verdict.intact) log.info({ records: verdict.records, height: verdict.height }, 'the journal is intact');
  else log.error({ seq: verdict.seq, problem: verdict.problem }, 'the journal was changed by somebody else');
}
