import type { AlertmanagerContact } from '../../core/checks/alertmanager-unreachable.ts';
import type { Board } from '../board.ts';
import type { ClassOf } from '../incident-families.ts';
import { openIncidents } from './open-incidents.ts';
import { dated, firstOf, plural, span, spoken } from './wording.ts';

/** What people are told directly, as a subject and a few lines. */
export interface DirectMessage {
  readonly subject: string;
  readonly text: string;
}

export interface OutageFacts {
  readonly now: number;
  /** Since when no Alertmanager answers, in ms since the epoch. */
  readonly since: number;
  readonly trouble: AlertmanagerContact['trouble'];
  readonly board: Board;
  readonly classOf: ClassOf;
  readonly timezone: string | undefined;
}

const SHOWN = 5;

/** Nobody hears of any alert: so this is what there would be to hear of. */
export function outageMessage({ now, since, trouble, ...facts }: OutageFacts): DirectMessage {
  const subject = 'Vizora Ops: no Alertmanager answers';
  return {
    subject,
    text: [
      `${subject}, since ${dated(since, facts.timezone)} (${span(now - since)}).`,
      'Until one does, alerts reach nobody and nothing is repaired automatically.',
      ...(trouble === null ? [] : [`What it says: ${trouble}`]),
      '',
      ...whatIsOpen(facts),
    ].join('\n'),
  };
}

/** That it is over, and what was not told meanwhile. */
export function recoveryMessage({ now, since, ...facts }: OutageFacts): DirectMessage {
  const subject = 'Vizora Ops: Alertmanager answers again';
  return {
    subject,
    text: [
      `${subject}, after ${span(now - since)}. Alerts that still stand are told by it.`,
      '',
      ...whatIsOpen(facts),
    ].join('\n'),
  };
}

/** By type, the worst first; one that stands alone by name. That Alertmanager is silent is the message itself. */
function whatIsOpen({ board, classOf }: Pick<OutageFacts, 'board' | 'classOf'>): string[] {
  const open = openIncidents(board, classOf).filter(
    ({ incident }) => incident !== 'alertmanager_unreachable',
  );
  if (open.length === 0) return ['Nothing that is known is wrong right now.'];
  const { shown, more } = firstOf([...Map.groupBy(open, ({ incident }) => incident)], SHOWN);
  return [
    `${plural(open.length, 'incident is', 'incidents are')} open right now:`,
    ...shown.map(([incident, ofIt]) => {
      const [only] = ofIt;
      const where = ofIt.length === 1 && only ? `: ${only.target.name} (${only.target.org})` : '';
      return `• ${ofIt.length} × ${spoken(incident)}${where}`;
    }),
    ...(more === 0 ? [] : [`• and ${plural(more, 'type', 'types')} more`]),
  ];
}
