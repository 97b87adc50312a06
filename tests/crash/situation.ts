import { createAlertBook } from './alert-book.ts';
import type { About, Plan } from './plan.ts';
import { requestOf } from './request-of.ts';
import { type ActLine, type Line, takesBack } from './world-log.ts';

/** What was the case when something was done, as far as it is certain. */
export interface Situation {
  readonly firing: readonly { readonly about: About; readonly silenced: boolean }[];
  /** Sources that gave no answer. */
  readonly out: readonly string[];
  /** Why nothing at all might be done. */
  readonly stops: readonly string[];
  readonly maintenance: boolean;
  /** A silence in Alertmanager that stops all repair. */
  readonly paused: boolean;
  /** What a person took back after the machine had done it, by the ids. */
  readonly putBack: ReadonlySet<string>;
}

/** Something that was done to the platform. */
export interface Deed extends ActLine {
  readonly at: number;
  readonly situation: Situation;
}

/** Every act of a run, with what was the case at that moment. A person's wish holds once it was acknowledged. */
export function deedsOf(plan: Pick<Plan, 'events'>, lines: readonly Line[]): Deed[] {
  const book = createAlertBook();
  const out = new Set<string>();
  const stops = new Set<string>();
  const putBack = new Set<string>();
  let maintenanceUntil = Number.NEGATIVE_INFINITY;
  const deeds: Deed[] = [];

  for (const line of lines) {
    const { at } = line;
    if (line.what === 'act') {
      const situation = {
        firing: book.alerts(at),
        out: [...out],
        stops: [...stops],
        maintenance: at < maintenanceUntil,
        paused: book.pauses(at).length > 0,
        putBack: new Set(putBack),
      };
      deeds.push({ ...line, situation });
      if (takesBack(line)) putBack.add(String(line.on));
    }
    book.note(line);
    if (line.what === 'event') noteEvent(line);
    if (line.what === 'answer' && line.status === 200) noteAnswer(line);
  }
  return deeds;

  function noteEvent({ n, happening }: Extract<Line, { what: 'event' }>): void {
    if (happening.do === 'outage') toggle(out, happening.of, happening.on);
    if (happening.do === 'stop_file') toggle(stops, 'file', happening.on);
    // From the moment on in which it is asked for, it may be over.
    const path = requestOf({ at: 0, happening }, n)?.path;
    if (path === '/api/v1/resume') {
      stops.delete('operator');
      stops.delete('signal');
    }
    if (path === '/api/v1/maintenance/end') maintenanceUntil = Number.NEGATIVE_INFINITY;
  }

  function noteAnswer({ n, at }: Extract<Line, { what: 'answer' }>): void {
    const happening = plan.events[n]?.happening;
    if (happening?.do === 'signal') stops.add('signal');
    if (happening?.do !== 'ask') return;
    if (happening.path === '/api/v1/stop') stops.add('operator');
    if (happening.path === '/api/v1/maintenance') {
      const minutes = Number.parseInt(String(happening.body['for']), 10);
      maintenanceUntil = Math.max(maintenanceUntil, at + minutes * 60_000);
    }
  }
}

function toggle(set: Set<string>, name: string, on: boolean): void {
  if (on) set.add(name);
  else set.delete(name);
}
