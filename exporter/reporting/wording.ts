import type { IncidentType } from '../../core/incidents.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `display_offline` as people say it: `Display offline`. */
export const spoken = (incident: IncidentType): string =>
  `${incident.charAt(0).toUpperCase()}${incident.slice(1).replaceAll('_', ' ')}`;

/** A time span as people say it, in at most two units: `45 s`, `12 min`, `3 h 5 min`, `8 days`. */
export function span(ms: number): string {
  const whole = Math.max(0, Math.round(ms / 1_000)) * 1_000;
  if (whole < MINUTE) return `${whole / 1_000} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min`;
  if (whole >= 2 * DAY) return `${Math.floor(whole / DAY)} days`;
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  return `${Math.floor(whole / HOUR)} h${minutes === 0 ? '' : ` ${minutes} min`}`;
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** The first few, and how many more there are; nothing more when all are shown. */
export function firstOf<T>(items: readonly T[], limit: number): { shown: readonly T[]; more: number } {
  const shown = items.slice(0, limit);
  return { shown, more: items.length - shown.length };
}

/** A moment where the people are: `25 Nov 2026, 08:00 CET`. @param timezone default the host's */
export function dated(at: number, timezone: string | undefined): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(timezone === undefined ? {} : { timeZone: timezone }),
  });
  return format.format(at);
}
