import { Gauge, type Registry } from 'prom-client';
import type { Silence } from '../../core/alertmanager/schema.ts';
import { oneLine } from '../../core/notify/notice.ts';

/** Each is made by a person; a flood of them is told by the first ones. */
const MOST = 50;
const LONGEST_NAME = 60;

/** Tells which silences hold the machine, by whom and until when, as reconciling saw them last. */
export type NoteSilences = (holding: readonly Silence[]) => void;

export function addSilenceMetrics(registry: Registry): NoteSilences {
  const ends = new Gauge({
    name: 'vizora_remediation_silence_end_timestamp_seconds',
    help: 'When a silence ends that holds the machine, and who made it.',
    labelNames: ['silence_id', 'created_by'],
    registers: [registry],
  });
  return (holding) => {
    ends.reset();
    for (const { id, createdBy, endsAt } of holding.slice(0, MOST)) {
      const created_by = oneLine(createdBy, LONGEST_NAME) || 'nobody named';
      ends.set({ silence_id: oneLine(id, LONGEST_NAME), created_by }, Date.parse(endsAt) / 1_000);
    }
  };
}
