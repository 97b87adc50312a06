import { equals } from '../../core/alertmanager/alertmanager.ts';
import { questionOf } from '../question.ts';
import { type Gate, pass, refuse } from './gate.ts';

/** Does Alertmanager, asked now, have the alert as active, and neither silenced nor inhibited? */
export const alertActiveGate: Gate = {
  name: 'alert_active',
  askedAgain: true,
  async ask({ question, alertmanagers }) {
    const answer = await alertmanagers.alerts([
      equals('remediation', question.action),
      equals('incident', question.incident),
    ]);
    if (!answer.answered) return refuse('alertmanager_unreachable', answer.detail);
    const asked = JSON.stringify(question);
    const same = answer.items.filter(({ labels }) => JSON.stringify(questionOf(labels)) === asked);
    const held = same.find(({ state }) => state === 'suppressed');
    if (held !== undefined) return refuse('suppressed', held.suppressedBy.join(', ') || 'suppressed');
    if (same.some(({ state }) => state === 'active')) return pass('active, and nothing suppresses it');
    return refuse(
      'alert_not_active',
      `${answer.items.length} alerts of its kind, none active for this target`,
    );
  },
};
