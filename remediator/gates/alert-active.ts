import { equals } from '../../core/alertmanager/alertmanager.ts';
import { type SeenAlert, toldByAll } from '../../core/alertmanager/all-alertmanagers.ts';
import { questionOf } from '../question.ts';
import { describeSilence } from './describe-silence.ts';
import { type Gate, type GateAnswer, type GateContext, pass, refuse } from './gate.ts';

/**
 * Does Alertmanager, asked now, have the alert as active, and neither silenced nor inhibited? Of several each must answer,
 * since a silence may be known to one only. What is done because it is time has no alert.
 */
export const alertActiveGate: Gate = { name: 'alert_active', askedAgain: true, ask: askAlertActive };

/** What the gate asks; also asked before each write. */
export async function askAlertActive({
  question,
  askedBy,
  alertmanagers,
}: Pick<GateContext, 'question' | 'askedBy' | 'alertmanagers'>): Promise<GateAnswer> {
  if (askedBy === 'timetable') return pass('no alert asks: it is time for it');
  const { action, ...named } = question;
  const matchers = [
    equals('remediation', action),
    ...Object.entries(named).map(([label, value]) => equals(label, value)),
  ];
  const answer = toldByAll(await alertmanagers.alerts(matchers));
  if (!answer.answered) return refuse('alertmanager_unreachable', answer.detail);
  const asked = JSON.stringify(question);
  const same = answer.items.filter(({ labels }) => JSON.stringify(questionOf(labels)) === asked);
  const held = same.find(({ state }) => state === 'suppressed');
  if (held !== undefined) return refuse('suppressed', await whatHolds(held, alertmanagers));
  if (same.some(({ state }) => state === 'active')) return pass('active, and nothing suppresses it');
  return refuse('alert_not_active', 'no active alert asks for this');
}

/** By whom and until when, as far as that can be read: that it is held is known without it. */
async function whatHolds(
  { silencedBy, suppressedBy }: SeenAlert,
  alertmanagers: GateContext['alertmanagers'],
): Promise<string> {
  if (silencedBy.length === 0) return suppressedBy.join(', ') || 'suppressed';
  const answer = await alertmanagers.silences();
  const known = new Map((answer.answered ? answer.items : []).map((silence) => [silence.id, silence]));
  const silences = silencedBy.map((id) => {
    const silence = known.get(id);
    return silence === undefined ? `silence ${id}` : describeSilence(silence);
  });
  const others = suppressedBy.filter((what) => !silencedBy.some((id) => what === `silence ${id}`));
  return [...silences, ...others].join('; ');
}
