import { type RealtimeLook, serviceStuck } from '../../core/checks/service-stuck.ts';
import type { Finding } from '../../core/verdict.ts';
import type { Looking } from '../action.ts';
import type { ProcessParams } from './process-subject.ts';

/** How long it must be seen stuck by looks of our own: realtime tries to reconnect for some five seconds. */
const STUCK_FOR_MS = 15_000;
const BETWEEN_LOOKS_MS = 5_000;
const MAX_AGE_MS = 20_000;

/** Only realtime says what it has lost, and only realtime never comes back to it. */
export const namesStuck = ({ incident, target_kind, target_id }: ProcessParams): boolean =>
  incident === 'service_stuck' && target_kind === 'service' && target_id === 'realtime';

/** Looks until it has been stuck for longer than it takes to reconnect, or a look shows anything else. */
export async function seeStuck(look: Looking) {
  const looks: RealtimeLook[] = [];
  for (;;) {
    looks.push(await look.lookAtRealtime());
    const present = judge(looks, look, 0);
    const finding = judge(looks, look, STUCK_FOR_MS);
    if (present.verdict !== 'bad' || finding.verdict !== 'unknown') {
      const list = await look.listProcesses();
      return { finding: present.verdict === 'bad' ? finding : present, list, evidence: { looks } };
    }
    await look.clock.sleep(BETWEEN_LOOKS_MS);
  }
}

/** Is it ready now? One look excuses nobody: what waits for something that is really down is not ready either. */
export async function readiness(look: Looking): Promise<Finding> {
  return judge([await look.lookAtRealtime()], look, 0);
}

const judge = (looks: readonly RealtimeLook[], look: Looking, after: number): Finding =>
  serviceStuck(looks, look.clock.now(), MAX_AGE_MS, after);
