import type { Action, ActionName, Repair } from './action.ts';
import type { Reason } from './reasons.ts';
import type { Looking } from './tools.ts';

/** What an alert asks: may this be done about that? Taken from labels, bounded, and otherwise as they came. */
export interface Question {
  readonly incident: string;
  readonly org: string;
  readonly target_kind: string;
  readonly target_id: string;
  /** The label `remediation`. */
  readonly action: string;
}

/** To which repair a question leads; where it leads to none, or should not, why. */
export interface Route {
  readonly action: Action | null;
  readonly repair: Repair | null;
  readonly objection: { readonly reason: Reason; readonly saw: string } | null;
}

const LONGEST_LABEL = 200;

export function questionOf(labels: Readonly<Record<string, string>>): Question {
  const read = (label: string) => (labels[label] ?? 'none').slice(0, LONGEST_LABEL);
  return {
    incident: read('incident'),
    org: read('org'),
    target_kind: read('target_kind'),
    target_id: read('target_id'),
    action: read('remediation'),
  };
}

/** @param timetable whether it is asked because it is time: what repairs no incident may be asked by nothing else */
export function routeOf(
  question: Question,
  actions: readonly Action[],
  apps: Looking['apps'],
  timetable = false,
): Route {
  const { incident } = question;
  const action = actions.find(({ name }) => name === question.action) ?? null;
  if (action === null) {
    return {
      action,
      repair: null,
      objection: { reason: 'action_unknown', saw: `no action is called ${JSON.stringify(question.action)}` },
    };
  }
  const repair = action.bind(question, apps);
  if (repair === null) {
    const named = JSON.stringify(`${question.target_kind}/${question.target_id} of ${question.org}`);
    const objection = { reason: 'invalid_target', saw: `${named} is no target of ${action.name}` } as const;
    return { action, repair, objection };
  }
  const meant = timetable
    ? action.incidents.length === 0
    : action.incidents.some((name) => name === incident);
  const repairs = action.incidents.length === 0 ? 'what no alert tells' : action.incidents.join(', ');
  const saw = `${action.name} repairs ${repairs}, and not ${JSON.stringify(incident)}`;
  return { action, repair, objection: meant ? null : { reason: 'wrong_incident', saw } };
}

/** The action as a label of a metric, where free text may not go. */
export function actionLabel(name: string, actions: readonly Action[]): ActionName | 'unknown' {
  return actions.find((action) => action.name === name)?.name ?? 'unknown';
}

/** The question in what was written down about it. */
export const questionIn = ({ incident, org, target_kind, target_id, action }: Question): Question => ({
  incident,
  org,
  target_kind,
  target_id,
  action,
});
