import { INCIDENT_TYPES } from '../../core/incidents.ts';
import type { Tally } from '../history.ts';
import type { Incident } from '../incident.ts';
import type { DigestPart } from './digest.ts';
import { firstOf, plural, span, spoken } from './wording.ts';

const SHOWN_OPEN = 10;
const SHOWN_DORMANT = 20;

/** The worst of what is open, by name. */
export function openPart(open: readonly Incident[], now: number): DigestPart {
  if (open.length === 0) return { title: 'Open now', lines: ['Nothing that is known.'] };
  const { shown, more } = firstOf(open, SHOWN_OPEN);
  return {
    title: 'Open now, the worst first',
    table: {
      columns: ['what', 'for'],
      numbers: 1,
      rows: shown.map(({ incident, target, since, state }) => [
        {
          text: spoken(incident),
          below: `${target.name}, ${target.org}${state === 'unverified' ? ', not confirmed by the last look' : ''}`,
        },
        span(now - since),
      ]),
    },
    ...rest(more, 'incident'),
  };
}

/** What began and ended within the last day, and what is open, by type. */
export function incidentsPart(tally: readonly Tally[], open: readonly Incident[]): DigestPart {
  const rows = INCIDENT_TYPES.flatMap((type) => {
    const ofType = tally.filter(({ incident }) => incident === type);
    const counts = [
      ofType.reduce((sum, { opened }) => sum + opened, 0),
      ofType.reduce((sum, { closed }) => sum + closed, 0),
      open.filter(({ incident }) => incident === type).length,
    ];
    return counts.some((count) => count > 0) ? [{ type, counts }] : [];
  }).sort((a, b) => sumOf(b.counts) - sumOf(a.counts));
  if (rows.length === 0) return { title: 'Incidents', lines: ['None began, ended or is open.'] };
  return {
    title: 'Incidents of the last 24 hours',
    table: {
      columns: ['type', 'opened', 'closed', 'open now'],
      numbers: 3,
      rows: rows.map(({ type, counts }) => [spoken(type), ...counts.map(String)]),
    },
  };
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Displays that nobody may have noticed, or that somebody took down. */
export function dormantPart(dormant: readonly Incident[], now: number): DigestPart {
  const title = 'Dormant displays';
  if (dormant.length === 0) return { title, lines: ['None has been silent for more than 7 days.'] };
  const { shown, more } = firstOf(
    [...dormant].sort((a, b) => a.since - b.since),
    SHOWN_DORMANT,
  );
  return {
    title,
    table: {
      columns: ['display', 'silent for'],
      numbers: 1,
      rows: shown.map(({ target, since }) => [{ text: target.name, below: target.org }, span(now - since)]),
    },
    ...rest(more, 'display'),
  };
}

const rest = (more: number, what: string): { lines?: readonly string[] } =>
  more === 0 ? {} : { lines: [`And ${plural(more, `${what} more`, `${what}s more`)}.`] };
