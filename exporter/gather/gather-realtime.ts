import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { readSamples } from '../../core/metrics/read-samples.ts';
import { fetchOnce } from '../../core/probe/fetch-once.ts';
import type { Reading } from '../snapshot.ts';
import { takeReading } from './take-reading.ts';

/** What the realtime gateway counts itself, of all organisations together. */
export interface RealtimeCounts {
  /** Displays that hold a connection. */
  readonly devicesOnline: number;
  /** Since the gateway started: those that it took and those that it refused. */
  readonly heartbeats: { readonly accepted: number; readonly refused: number };
}

export interface RealtimeGatherOptions {
  readonly realtimeUrl: string;
  /** Not needed over loopback: null where none is configured. */
  readonly token: (() => string) | null;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Reads the gateway's own count; trouble with it is a reading without a value, said once. */
export function gatherRealtimeCounts(options: RealtimeGatherOptions): () => Promise<Reading<RealtimeCounts>> {
  const { clock, log } = options;
  let said: string | null = null;
  return async () => {
    const reading = await takeReading(() => countsOf(options), clock);
    const trouble = reading.value === null ? reading.detail : null;
    if (trouble !== said) {
      if (trouble === null) log.info('the metrics of realtime are read again');
      else log.warn({ detail: trouble }, 'the metrics of realtime could not be read');
    }
    said = trouble;
    return reading;
  };
}

async function countsOf({ realtimeUrl, token, timeoutMs }: RealtimeGatherOptions): Promise<RealtimeCounts> {
  const headers = token === null ? {} : { Authorization: `Bearer ${token()}` };
  const url = new URL(`${realtimeUrl}/api/internal/metrics`);
  const answer = await fetchOnce(url, AbortSignal.timeout(timeoutMs), headers);
  if (!answer.answered) throw new Error(answer.detail);
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
  const online = readSamples(answer.body, 'devices_online');
  const heartbeats = readSamples(answer.body, 'heartbeat_total');
  if (online === null || heartbeats === null) {
    throw new Error('the answer is not what realtime is known to send');
  }
  const refused = heartbeats.filter(({ labels }) => /(^|,)success="false"/.test(labels));
  return {
    devicesOnline: sum(online),
    heartbeats: { accepted: sum(heartbeats) - sum(refused), refused: sum(refused) },
  };
}

const sum = (samples: readonly { readonly value: number }[]): number =>
  samples.reduce((total, { value }) => total + value, 0);
