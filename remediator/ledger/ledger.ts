import { defaultKeyFile, ensureJournalKey, readJournalKey } from '../../core/journal/journal-key.ts';
import { type ApprovalCodes, createApprovalCodes } from './approval-codes.ts';
import { type CorrectTimes, createCorrectTimes } from './correct-times.ts';
import { createDecisions, type Decisions } from './decisions.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createEpisodes, type Episodes } from './episodes.ts';
import { createEscalations, type Escalations } from './escalations.ts';
import { createForget, type Forget } from './forget.ts';
import { createJournal, type Journal } from './journal.ts';
import { createLeases, type Leases } from './leases.ts';
import { createMaintenances, type Maintenances } from './maintenances.ts';
import { createProposals, type Proposals } from './proposals.ts';
import { createRemediations, type Remediations } from './remediations.ts';
import { createRestartCounts, type RestartCounts } from './restart-counts.ts';
import { createStops, type Stops } from './stops.ts';
import { openStore, type Store } from './store.ts';
import { createUndoings, type Undoings } from './undoings.ts';

/** All that the remediator must remember. */
export interface Ledger extends Pick<Store, 'transaction' | 'durability' | 'file' | 'close'> {
  readonly journal: Journal;
  readonly deliveries: Deliveries;
  readonly decisions: Decisions;
  readonly episodes: Episodes;
  readonly remediations: Remediations;
  readonly leases: Leases;
  readonly escalations: Escalations;
  readonly stops: Stops;
  readonly maintenances: Maintenances;
  readonly undoings: Undoings;
  readonly proposals: Proposals;
  readonly approvalCodes: ApprovalCodes;
  readonly restartCounts: RestartCounts;
  readonly forget: Forget;
  readonly correctTimes: CorrectTimes;
}

/**
 * @param keyFile where the key of the journal lies; by default beside the store, where one is made when there is none
 * @throws LedgerError or JournalKeyError when store or key cannot be used; the message says what to do
 */
export function openLedger(dataDir: string, keyFile?: string): Ledger {
  const store = openStore(dataDir);
  const journal = journalOf(store, dataDir, keyFile);
  const remediations = createRemediations(store, journal);
  return {
    file: store.file,
    transaction: store.transaction,
    durability: store.durability,
    close: store.close,
    journal,
    deliveries: createDeliveries(store, journal),
    decisions: createDecisions(store, journal),
    episodes: createEpisodes(store, journal),
    remediations,
    leases: createLeases(store),
    escalations: createEscalations(store, journal),
    stops: createStops(store, journal),
    maintenances: createMaintenances(store, journal),
    undoings: createUndoings(store, journal, remediations),
    proposals: createProposals(store, journal),
    approvalCodes: createApprovalCodes(store),
    restartCounts: createRestartCounts(store),
    forget: createForget(store, journal),
    correctTimes: createCorrectTimes(store),
  };
}

function journalOf(store: Store, dataDir: string, given: string | undefined): Journal {
  try {
    const keyFile = given ?? defaultKeyFile(dataDir);
    if (given === undefined) ensureJournalKey(keyFile);
    return createJournal(store, readJournalKey(keyFile));
  } catch (error) {
    store.close();
    throw error;
  }
}
