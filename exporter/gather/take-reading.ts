import type { Clock } from '../../core/clock.ts';
import type { Reading } from '../snapshot.ts';

/** Asks once; trouble becomes a reading without a value, which is not the same as nothing being there. */
export async function takeReading<T>(ask: () => Promise<T>, clock: Clock): Promise<Reading<T>> {
  const at = clock.now();
  try {
    return { at, value: await ask() };
  } catch (error) {
    return { at, value: null, detail: error instanceof Error ? error.message : String(error) };
  }
}
