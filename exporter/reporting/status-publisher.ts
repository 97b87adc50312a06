import type { StatusDelivery } from '../../core/checks/status-not-delivered.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { oneLine } from '../../core/notify/notice.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import type { ReadStanding } from './standing-status.ts';
import type { StatusDocument } from './status-document.ts';

/**
 * Why a document was not shown to have arrived; a closed set, used as a metric label.
 *
 * - `not_posted`: the platform did not take it
 * - `not_readable`: what stands there could not be seen
 * - `not_kept`: the platform took it, and has none or an older one
 * - `short_lived`: it stands there, and will be gone before the next one comes
 * - `overwritten`: somebody else's stands in its place
 */
export const DELIVERY_FAILURES = [
  'not_posted',
  'not_readable',
  'not_kept',
  'short_lived',
  'overwritten',
] as const;
export type DeliveryFailure = (typeof DELIVERY_FAILURES)[number];

export interface StatusPublisherOptions {
  readonly api: Pick<OrganisationApi, 'postStatus'>;
  readonly readStanding: ReadStanding;
  onFailure(reason: DeliveryFailure): void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keeps the platform's status document up to date, and sees that it stands there. */
export interface StatusPublisher {
  /** Posts what has changed or has not been posted for a while, and looks at what stands there. */
  publish(document: StatusDocument): Promise<void>;
  delivery(): StatusDelivery;
}

/** What was posted last, and when. */
interface Posted {
  readonly at: number;
  readonly document: StatusDocument;
}

/** Looked at each minute, more or less: so every fourth look posts, and never do more than five minutes pass. */
const POST_EVERY_MS = 3.5 * 60_000;
const LEAST_SECONDS_LEFT = 300;
const REMEMBERED_OVERWRITES = 10;
const REMEMBERED_UNANSWERED = 10;

export function createStatusPublisher(options: StatusPublisherOptions): StatusPublisher {
  const { api, readStanding, onFailure, signal, clock, log } = options;
  let delivery: StatusDelivery = { triedSince: null, provenAt: null, overwrittenAt: [], trouble: null };
  let posted: Posted | null = null;
  /** The time of the one that was last seen to stand: while nothing is kept it stays, however many are posted. */
  let stood: string | null = null;
  /** Those that the platform did not say it took: it may take them all the same, and late. */
  let unanswered: readonly StatusDocument[] = [];

  function failed(reason: DeliveryFailure, trouble: string): false {
    // What is cut off at the end says nothing about the platform.
    if (signal.aborted) return false;
    if (delivery.trouble !== trouble)
      log.warn({ reason, detail: trouble }, 'the status document did not arrive');
    const overwrittenAt =
      reason === 'overwritten'
        ? [...delivery.overwrittenAt, clock.now()].slice(-REMEMBERED_OVERWRITES)
        : delivery.overwrittenAt;
    delivery = { ...delivery, overwrittenAt, trouble };
    onFailure(reason);
    return false;
  }

  function proven(): true {
    if (delivery.trouble !== null) log.info('the status document arrives again');
    delivery = { ...delivery, provenAt: clock.now(), trouble: null };
    return true;
  }

  /** Does the document that was posted last stand there? One that is due to be replaced proves nothing of the next. */
  async function stands({ document }: Posted, isDue = false): Promise<boolean> {
    let standing: Awaited<ReturnType<ReadStanding>>;
    try {
      standing = await readStanding(signal);
    } catch (error) {
      return failed('not_readable', `it cannot be read back: ${messageOf(error)}`);
    }
    if (standing.found === 'nothing') return failed('not_kept', 'the platform took it and keeps none');
    const { lastUpdated, systemStatus, secondsLeft } = standing;
    const isThere = (one: StatusDocument) =>
      lastUpdated === one.lastUpdated && systemStatus === one.systemStatus;
    if (isThere(document)) {
      stood = lastUpdated;
      if (isDue) return true;
      if (secondsLeft === null || secondsLeft >= LEAST_SECONDS_LEFT) return proven();
      return failed('short_lived', `the platform keeps it for ${secondsLeft} s only`);
    }
    if (lastUpdated !== null && lastUpdated === stood) {
      return failed('not_kept', 'the platform took it and keeps the one before');
    }
    // Ours, although nobody said so: the next one takes its place.
    if (unanswered.some(isThere)) return false;
    const other = lastUpdated === null ? 'one without a time' : `one of ${oneLine(lastUpdated, 40)}`;
    return failed('overwritten', `somebody else has replaced it by ${other}`);
  }

  return {
    async publish(document) {
      const now = clock.now();
      if (posted !== null) {
        const due = isDue(posted, document, now);
        if ((await stands(posted, due)) && !due) return;
      }
      delivery = { ...delivery, triedSince: delivery.triedSince ?? now };
      try {
        await api.postStatus(document);
      } catch (error) {
        unanswered = [...unanswered, document].slice(-REMEMBERED_UNANSWERED);
        failed('not_posted', `the platform did not take it: ${messageOf(error)}`);
        return;
      }
      posted = { at: now, document };
      await stands(posted);
    },
    delivery: () => delivery,
  };
}

function isDue(
  { at, document }: { at: number; document: StatusDocument },
  next: StatusDocument,
  now: number,
) {
  // Negative after the clock was set back.
  const age = now - at;
  return age < 0 || age >= POST_EVERY_MS || tells(document) !== tells(next);
}

/** What people would see differently; the times of the looks always differ. */
const tells = ({ systemStatus, incidents, recentRemediations }: StatusDocument): string =>
  JSON.stringify([
    systemStatus,
    incidents.map(({ id, severity, status, targetId, attempts }) => [
      id,
      severity,
      status,
      targetId,
      attempts,
    ]),
    recentRemediations,
  ]);

const messageOf = (error: unknown): string => oneLine(error instanceof Error ? error.message : String(error));
