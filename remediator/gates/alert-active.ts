import { equals } from '../../core/alertmanager/alertmanager.ts';
import { questionOf } from '../question.ts';
import { type Gate, pass, refuse } from './gate.ts';

/**
 * Does Alertmanager, asked now, have the alert as active, and neither silenced nor inhibited? What is done because it is
 * time has no alert.
 */
export const alertActiveGate: Gate = {
  name: 'alert_active',
  askedAgain: true,
  async ask({ question, askedBy, alertmanagers }) {
    if (askedBy === 'timetable') return pass('no alert asks: it is time for it');
    const { action, ...named } = question;
    const answer = await alertmanagers.alerts([
      equals('remediation', action),
      ...Object.entries(named).map(([label, value]) => equals(label, value)),
    ]);
    if (!answer.answered) return refuse('alertmanager_unreachable', answer.detail);
    const asked = JSON.stringify(question);
    const same = answer.items.filter(({ labels }) => JSON.stringify(questionOf(labels)) === asked);
    const held = same.find(({ state }) => state === 'suppressed');
    if (held !== undefined) return refuse('suppressed', held.suppressedBy.join(', ') || 'suppressed');
    if (same.some(({ state }) => state === 'active')) return pass('active, and nothing suppresses it');
    return refuse('alert_not_active', 'no active alert asks for this');
  },
};
