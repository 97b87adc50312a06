import { toldByAll } from '../../core/alertmanager/all-alertmanagers.ts';
import { isAboutAllRepair } from '../in-force/pause.ts';
import { describeSilence } from './describe-silence.ts';
import { type Gate, type GateAnswer, type GateContext, pass, refuse } from './gate.ts';

/** Is there a silence on remediator="pause", which means all repair? Of several Alertmanagers each must answer. */
export const pausedGate: Gate = { name: 'paused', askedAgain: true, ask: askPaused };

/** What the gate asks; also asked before each write. */
export async function askPaused({ alertmanagers }: Pick<GateContext, 'alertmanagers'>): Promise<GateAnswer> {
  const answer = toldByAll(await alertmanagers.silences());
  if (!answer.answered) return refuse('alertmanager_unreachable', answer.detail);
  const pause = answer.items.find(
    (silence) => silence.status.state === 'active' && isAboutAllRepair(silence),
  );
  if (pause === undefined) return pass('no silence on remediator="pause"');
  return refuse('paused', describeSilence(pause));
}
