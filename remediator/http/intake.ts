import type { Clock } from '../../core/clock.ts';
import type { Delivery, StoredAlert } from '../ledger/deliveries.ts';
import type { Ledger } from '../ledger/ledger.ts';

export interface IntakeOptions {
  readonly ledger: Pick<Ledger, 'deliveries'>;
  readonly clock: Clock;
  /** Told of what has become durable. */
  readonly onStored: (alerts: readonly StoredAlert[]) => void;
}

/** Makes deliveries durable, all that wait in one transaction, since each commit waits for the disk. */
export interface Intake {
  /** Resolves when the delivery is on disk. @throws Error when it could not be stored */
  store(delivery: Delivery): Promise<void>;
}

interface Waiting {
  readonly delivery: Delivery;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function createIntake({ ledger, clock, onStored }: IntakeOptions): Intake {
  let waiting: Waiting[] = [];

  function commit(): void {
    const group = waiting;
    waiting = [];
    let stored: StoredAlert[][];
    try {
      stored = ledger.deliveries.store(
        group.map(({ delivery }) => delivery),
        clock.now(),
      );
    } catch (error) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const { resolve } of group) resolve();
    onStored(stored.flat());
  }

  return {
    store: (delivery) =>
      new Promise((resolve, reject) => {
        waiting.push({ delivery, resolve, reject });
        // What arrives in the same turn of the event loop shares one commit.
        if (waiting.length === 1) setImmediate(commit);
      }),
  };
}
