import type { Silence } from '../../core/alertmanager/schema.ts';
import { type Gate, pass, refuse } from './gate.ts';

/** Is there a silence on remediator="pause", which means all repair? */
export const pausedGate: Gate = {
  name: 'paused',
  askedAgain: true,
  async ask({ alertmanagers }) {
    const answer = await alertmanagers.silences();
    if (!answer.answered) return refuse('alertmanager_unreachable', answer.detail);
    const pause = answer.items.find(isPause);
    if (pause === undefined) return pass('no silence on remediator="pause"');
    return refuse(
      'paused',
      `silence ${pause.id} by ${pause.createdBy} until ${pause.endsAt}: ${pause.comment}`,
    );
  },
};

/** A silence that names anything else besides is about that, and not about everything. */
function isPause({ status, matchers }: Silence): boolean {
  const [only] = matchers;
  return (
    status.state === 'active' &&
    matchers.length === 1 &&
    only?.name === 'remediator' &&
    only.value === 'pause' &&
    !only.isRegex &&
    only.isEqual
  );
}
