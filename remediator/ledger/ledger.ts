import { createDecisions, type Decisions } from './decisions.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createEpisodes, type Episodes } from './episodes.ts';
import { createEscalations, type Escalations } from './escalations.ts';
import { createForget, type Forget } from './forget.ts';
import { createJournal, type Journal } from './journal.ts';
import { createLeases, type Leases } from './leases.ts';
import { createRemediations, type Remediations } from './remediations.ts';
import { createRestartCounts, type RestartCounts } from './restart-counts.ts';
import { createStops, type Stops } from './stops.ts';
import { openStore, type Store } from './store.ts';

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
  readonly restartCounts: RestartCounts;
  readonly forget: Forget;
}

/** @throws LedgerError when the store cannot be used; the message says what to do */
export function openLedger(dataDir: string): Ledger {
  const store = openStore(dataDir);
  const journal = createJournal(store);
  return {
    file: store.file,
    transaction: store.transaction,
    durability: store.durability,
    close: store.close,
    journal,
    deliveries: createDeliveries(store, journal),
    decisions: createDecisions(store, journal),
    episodes: createEpisodes(store, journal),
    remediations: createRemediations(store, journal),
    leases: createLeases(store),
    escalations: createEscalations(store, journal),
    stops: createStops(store, journal),
    restartCounts: createRestartCounts(store),
    forget: createForget(store),
  };
}
