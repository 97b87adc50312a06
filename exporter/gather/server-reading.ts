import type { Clock } from '../../core/clock.ts';
import { SecretError } from '../../core/config/secret.ts';
import type { Log } from '../../core/log.ts';
import { ServerError, type ServerFault } from '../../core/server-error.ts';
import type { ServerReading } from '../snapshot.ts';

/** Asks a server, and says once, not each time, that it gives no answer. */
export function serverReading<T>(
  name: string,
  ask: () => Promise<T>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): () => Promise<ServerReading<T>> {
  let said: ServerFault | null = null;
  return async () => {
    const at = clock.now();
    try {
      const value = await ask();
      if (said !== null) log.info(`${name} can be read again`);
      said = null;
      return { at, value };
    } catch (error) {
      const kind = faultOf(error);
      const detail = error instanceof Error ? error.message : String(error);
      if (said !== kind) log.warn({ reason: kind, detail }, `${name} cannot be read`);
      said = kind;
      return { at, value: null, kind, detail };
    }
  };
}

function faultOf(error: unknown): ServerFault {
  if (error instanceof ServerError) return error.kind;
  // Nothing to prove ourselves with is the same as the wrong thing.
  return error instanceof SecretError ? 'authentication' : 'unexpected';
}
