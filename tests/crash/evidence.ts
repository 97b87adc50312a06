import { type LoadedConfig, loadConfig } from '../../core/config/load.ts';
import { defaultKeyFile, readJournalKey } from '../../core/journal/journal-key.ts';
import { verifyStore } from '../../core/journal/read-store.ts';
import type { JournalVerdict } from '../../core/journal/verify-journal.ts';
import { type Execution, executionsOf, type Stray } from './executions.ts';
import { type FaultPeriod, faultPeriods } from './fault-periods.ts';
import type { Plan } from './plan.ts';
import { runFolder } from './run-folder.ts';
import { type Deed, deedsOf } from './situation.ts';
import { readStored, type Stored } from './stored.ts';
import { type Line, worldLog } from './world-log.ts';

/** All that is known of a run once it is over: what the world says, and what the store says. */
export interface Evidence {
  readonly plan: Plan;
  readonly config: Pick<LoadedConfig, 'remediator' | 'retention'>;
  readonly lines: readonly Line[];
  /** All acts, of people and of the machine. */
  readonly deeds: readonly Deed[];
  /** What the machine did, by the intent that permitted it. */
  readonly executions: readonly Execution[];
  /** Acts that nothing permitted. */
  readonly strays: readonly Stray[];
  readonly faults: readonly FaultPeriod[];
  readonly stored: Stored;
  readonly journal: JournalVerdict;
}

export async function evidenceOf(folder: string, plan: Plan): Promise<Evidence> {
  const { config, data, log, store } = runFolder(folder);
  const lines = worldLog(log).read();
  const stored = readStored(store);
  const deeds = deedsOf(plan, lines);
  return {
    plan,
    config: loadConfig(config, {}),
    lines,
    deeds,
    ...executionsOf(deeds, stored),
    faults: faultPeriods(lines),
    stored,
    journal: await verifyStore(store, readJournalKey(defaultKeyFile(data))),
  };
}
