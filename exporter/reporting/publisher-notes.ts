import type { z } from 'zod';
import type { Notes } from '../notes.ts';
import { DigestNote } from './digest-due.ts';
import { KnownStatus } from './known-status.ts';
import { LastSent } from './messenger.ts';
import { noOutage, OutageNote } from './outage-notice.ts';
import { type Remembered, remembered } from './remembered.ts';

/** Everything that publishers remember over a restart. */
export interface PublisherNotes {
  readonly status: Remembered<KnownStatus | null>;
  readonly lastSent: Remembered<LastSent>;
  readonly digest: Remembered<DigestNote>;
  readonly outage: Remembered<OutageNote>;
}

/** @param onFailure told when the disk refuses */
export function publisherNotes(
  notes: Notes,
  now: number,
  onFailure: (error: unknown) => void,
): PublisherNotes {
  const keep = <T>(topic: string, schema: z.ZodType<T>, initial: T): Remembered<T> =>
    remembered({ notes, topic, schema, initial, onFailure });
  return {
    status: keep<KnownStatus | null>('status', KnownStatus.nullable(), null),
    lastSent: keep<LastSent>('last_sent', LastSent, {}),
    digest: keep<DigestNote>('digest', DigestNote, { since: now, sent: null, failed: null }),
    outage: keep<OutageNote>('outage', OutageNote, noOutage),
  };
}
