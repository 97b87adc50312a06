import { type Family, type Labels, sampleLine } from '../core/metrics/family.ts';
import { CHANNELS } from '../core/notify/notice.ts';
import type { ReportingView } from './reporting/reporting.ts';
import { SYSTEM_STATUSES } from './reporting/system-status.ts';

type Sample = [labels: Labels, value: number];

const family = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name,
  help,
  type: 'gauge',
  lines: samples.map(([labels, value]) => sampleLine(name, labels, value)),
});

/** A time that is known, in seconds. */
const at = (ms: number | null | undefined, labels: Labels = {}): Sample[] =>
  ms === null || ms === undefined ? [] : [[labels, ms / 1_000]];

/** How the platform is, all in all, and whether those hear of it who should. */
export function reportingFamilies({
  status,
  statusDeliveredAt,
  lastSent,
  channels,
}: ReportingView): Family[] {
  return [
    family(
      'vizora_system_status',
      '1 for the status that active alerts make of the whole; no series before Alertmanager was first asked.',
      status === null ? [] : SYSTEM_STATUSES.map((word) => [{ status: word }, Number(word === status.word)]),
    ),
    family(
      'vizora_system_status_since_timestamp_seconds',
      'Unix time since when the status is what it is.',
      at(status?.since),
    ),
    family(
      'vizora_status_last_delivered_timestamp_seconds',
      'Unix time at which the status document was last seen to stand where it was posted.',
      at(statusDeliveredAt),
    ),
    family(
      'vizora_report_last_sent_timestamp_seconds',
      'Unix time at which a message was last sent over the channel.',
      CHANNELS.flatMap((channel) => at(lastSent[channel], { channel })),
    ),
    family(
      'vizora_notification_channel_configured',
      '1 if the channel is configured and its secret can be read, else 0.',
      CHANNELS.map((channel) => [{ channel }, Number(channels[channel] === 'usable')]),
    ),
  ];
}
