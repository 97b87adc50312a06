import type { About } from './plan.ts';
import type { Line } from './world-log.ts';

interface StandingAlert {
  readonly about: About;
  readonly since: number;
  readonly silenced: boolean;
}

/** What Alertmanager has, as it follows from what happened. */
export interface AlertBook {
  note(line: Line): void;
  /** What fires at this time. */
  alerts(now: number): StandingAlert[];
  /** The silences that stop all repair, by their ids; `person` is not one of the remediator's own. */
  pauses(now: number): string[];
  answers(): boolean;
}

/** An alert comes, and goes, a little after its fault. */
const FIRES_AFTER_MS = 10_000;
const ENDS_AFTER_MS = 15_000;

export function createAlertBook(): AlertBook {
  const faults = new Map<About, { readonly since: number; goneAt: number | null }>();
  const claims = new Map<About, number>();
  const silences = new Set<About>();
  const pauses = new Map<string, number>();
  let down = false;

  function noteFaults(present: readonly About[], at: number): void {
    for (const about of present) {
      const known = faults.get(about);
      if (known === undefined || (known.goneAt !== null && at >= known.goneAt + ENDS_AFTER_MS)) {
        faults.set(about, { since: at, goneAt: null });
      } else known.goneAt = null;
    }
    for (const [about, fault] of faults) if (!present.includes(about)) fault.goneAt ??= at;
  }

  return {
    note(line) {
      const { at } = line;
      if (line.what === 'faults') noteFaults(line.faults, at);
      if (line.what === 'silenced') pauses.set(line.id, line.until);
      if (line.what === 'unsilenced') pauses.delete(line.id);
      if (line.what !== 'event') return;
      const { happening } = line;
      if (happening.do === 'claim') {
        if (happening.on) claims.set(happening.about, at);
        else claims.delete(happening.about);
      } else if (happening.do === 'silence') {
        if (happening.on) silences.add(happening.about);
        else silences.delete(happening.about);
      } else if (happening.do === 'pause') {
        if (happening.on) pauses.set('person', Number.POSITIVE_INFINITY);
        else pauses.delete('person');
      } else if (happening.do === 'outage' && happening.of === 'alertmanager') down = happening.on;
    },
    alerts(now) {
      const firing = new Map<About, number>();
      for (const [about, { since, goneAt }] of faults) {
        const from = since + FIRES_AFTER_MS;
        const lasted = goneAt === null || goneAt > from;
        if (now >= from && lasted && (goneAt === null || now < goneAt + ENDS_AFTER_MS))
          firing.set(about, from);
      }
      for (const [about, since] of claims) if (!firing.has(about)) firing.set(about, since);
      return [...firing].map(([about, since]) => ({ about, since, silenced: silences.has(about) }));
    },
    pauses: (now) => [...pauses].filter(([, until]) => until > now).map(([id]) => id),
    answers: () => !down,
  };
}
