import { existsSync } from 'node:fs';
import {
  defaultKeyFile,
  ensureJournalKey,
  JournalKeyError,
  readJournalKey,
} from '../../core/journal/journal-key.ts';
import { type ApprovalCodes, createApprovalCodes } from './approval-codes.ts';
import { type CorrectTimes, createCorrectTimes } from './correct-times.ts';
import { createDecisions, type Decisions } from './decisions.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createEpisodes, type Episodes } from './episodes.ts';
import { createEscalations, type Escalations } from './escalations.ts';
import { createForget, type Forget } from './forget.ts';
import { createJournal, isLinked, type Journal } from './journal.ts';
import { createLeases, type Leases } from './leases.ts';
import { createMaintenances, type Maintenances } from './maintenances.ts';
import { createProposals, type Proposals } from './proposals.ts';
import { createRemediations, type Remediations } from './remediations.ts';
import { createRestartCounts, type RestartCounts } from './restart-counts.ts';
import { createStops, type Stops } from './stops.ts';
import { openStore, type Store } from './store.ts';
import { openTrialStore } from './trial-store.ts';
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
  /**
   * The same for a question that is only tried out: what gates note is forgotten with it, and all other writing fails.
   *
   * @throws Error when the store cannot be read
   */
  trial(): Ledger;
}

/**
 * @param keyFile where the key of the journal lies; by default beside the store, where one is made when there is none
 * @throws LedgerError or JournalKeyError when store or key cannot be used; the message says what to do
 */
export function openLedger(dataDir: string, keyFile?: string): Ledger {
  const store = openStore(dataDir);
  try {
    const { key, adopt } = keyOf(store, dataDir, keyFile);
    return ledgerOver(store, key, adopt);
  } catch (error) {
    store.close();
    throw error;
  }
}

function ledgerOver(store: Store, key: string, adopt = false): Ledger {
  const journal = createJournal(store, key, { adopt });
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
    trial: () => ledgerOver(openTrialStore(store.file), key),
  };
}

function keyOf(store: Store, dataDir: string, given: string | undefined) {
  const keyFile = given ?? defaultKeyFile(dataDir);
  const made = given === undefined && makeKey(keyFile, store);
  return { key: readJournalKey(keyFile), adopt: made };
}

/** With another key nobody could say any more whether what is there was changed. */
function makeKey(keyFile: string, store: Store): boolean {
  if (existsSync(keyFile) || !isLinked(store)) return ensureJournalKey(keyFile);
  throw new JournalKeyError(
    `${keyFile} is gone, with which the journal in ${store.file} is chained; put it back from a copy, or move both ` +
      'aside to begin a new journal',
  );
}
