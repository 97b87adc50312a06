import {
  contentExpired,
  contentOrphaned,
  displayError,
  displayOffline,
  logOversized,
  processErrored,
  processMemoryHigh,
  scheduleOrphaned,
  schedulePastEnd,
  serviceDown,
  serviceStuck,
  storageHigh,
  vacuumOverdue,
} from '../../remediator/bench.test-support.ts';
import { contentId } from '../../remediator/world/fake-contents.test-support.ts';
import { displayId } from '../../remediator/world/fake-displays.test-support.ts';
import { scheduleId } from '../../remediator/world/fake-world.test-support.ts';
import type { About } from './plan.ts';

/** What an alert is about, in the words of its labels and of the ledger. */
export interface Subject {
  readonly labels: Record<string, string>;
  /** The canonical target; null for what names none. */
  readonly target: string | null;
}

/** Labels that want to be more than data. */
const HOSTILE: readonly string[] = [
  'vizora-web; pm2 kill',
  '$(reboot)',
  "'; DROP TABLE remediations; --",
  '../../etc/passwd',
  'all',
  '-1',
  '__proto__',
  'vizora-web:3:4',
  '"} or remediation=~".*',
];

const KINDS = [
  serviceDown,
  processErrored,
  processMemoryHigh,
  schedulePastEnd,
  contentExpired,
  storageHigh,
  displayOffline,
  displayError,
  vacuumOverdue,
  logOversized,
];
/** How many different hostile subjects there are. */
export const HOSTILE_SUBJECTS: number = HOSTILE.length * KINDS.length;

export function subjectOf(about: About): Subject {
  const [kind, id = ''] = about.split(/\/(.*)/s);
  if (kind === 'service') return { labels: serviceDown(id), target: `process/vizora-${id}` };
  if (kind === 'process') return { labels: processErrored(id), target: `process/${id.split(':')[0]}` };
  if (kind === 'memory') return { labels: processMemoryHigh(id), target: `process/${id.split(':')[0]}` };
  if (kind === 'schedule' || kind === 'lost') {
    const schedule = scheduleId(Number(id));
    const labels = kind === 'schedule' ? schedulePastEnd(schedule) : scheduleOrphaned(schedule);
    return { labels, target: `schedule/${schedule}` };
  }
  if (kind === 'content' || kind === 'orphan') {
    const content = contentId(Number(id));
    const labels = kind === 'content' ? contentExpired(content) : contentOrphaned(content);
    return { labels, target: `content/${content}` };
  }
  if (kind === 'storage') return { labels: storageHigh(id), target: `organization/${id}` };
  if (kind === 'stuck') return { labels: serviceStuck(id), target: `process/vizora-${id}` };
  if (kind === 'table') return { labels: vacuumOverdue(id), target: `table/${id}` };
  if (kind === 'log') return { labels: logOversized(id), target: `log/${id}` };
  if (kind === 'display' || kind === 'error') {
    const display = displayId(Number(id));
    const labels = kind === 'display' ? displayOffline(display) : displayError(display);
    return { labels, target: `display/${display}` };
  }
  const hostile = HOSTILE[Number(id) % HOSTILE.length] ?? '';
  const labelsOf = KINDS[Number(id) % KINDS.length] ?? serviceDown;
  return { labels: { ...labelsOf(hostile), [hostile]: hostile }, target: null };
}
