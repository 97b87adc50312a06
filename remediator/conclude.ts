import type { EngineParts } from './engine-parts.ts';
import { endEscalation, episodeOf, escalate } from './escalate.ts';
import type { Remediation } from './ledger/remediations.ts';
import { phasesOf, repairTimeOf } from './metrics/phases.ts';
import type { Ending } from './perform.ts';
import { actionLabel, type Question } from './question.ts';

/**
 * Writes how a remediation ended, gives back its lease, and tells people when it was the last attempt and
 * did not help. Returns whether another attempt may follow.
 */
export function conclude(remediation: Remediation, ending: Ending, parts: EngineParts): boolean {
  const { ledger, clock, log, metrics, settings, actions } = parts;
  const { id, episode_id: episodeId, action, target } = remediation;
  const { outcome, after, detail } = ending;
  const at = clock.now();
  const name = actionLabel(action, actions);
  const attempts = name === 'unknown' ? 1 : settings.actions[name].attempts;

  const more = ledger.transaction(() => {
    ledger.remediations.finish(id, outcome, at, { after, detail });
    ledger.leases.finish(id);
    if (outcome === 'fixed') {
      ledger.episodes.looked(episodeId, true, at);
      endEscalation(episodeOf(episodeId), 'verified gone', parts);
      return false;
    }
    if (outcome !== 'skipped') ledger.episodes.looked(episodeId, null, at);
    const used = ledger.remediations
      .ofEpisode(episodeId)
      .filter((one) => one.outcome !== 'skipped' && one.outcome !== 'refused').length;
    if (used < attempts) return true;
    const reason = outcome === 'not_fixed' || outcome === 'failed' ? outcome : 'attempts_exhausted';
    escalate(episodeOf(episodeId), { ...questionAbout(remediation), reason }, parts);
    return false;
  });
  metrics.ended(action, outcome);
  const ended = ledger.remediations.get(id);
  if (ended !== null) {
    metrics.took(action, phasesOf(ended));
    const ms = outcome === 'fixed' ? repairTimeOf(ended) : null;
    if (ms !== null) metrics.repaired(action, ms);
  }
  log.info({ remediation: `r${id}`, action, target, outcome, detail, another: more }, 'remediation ended');
  return more;
}

/** What the alert asked that led to a remediation. */
export function questionAbout({ action, params }: Pick<Remediation, 'action' | 'params'>): Question {
  const read = (label: string) => String(params[label] ?? 'none');
  return {
    incident: read('incident'),
    org: read('org'),
    target_kind: read('target_kind'),
    target_id: read('target_id'),
    action,
  };
}
