import { type Alertmanager, AlertmanagerError } from '../../core/alertmanager/alertmanager.ts';
import { PAUSE } from '../../remediator/in-force/pause.ts';
import { matching, shown } from '../../remediator/world/fake-alertmanager.test-support.ts';
import type { AlertBook } from './alert-book.ts';
import { subjectOf } from './subject.ts';
import type { Line } from './world-log.ts';

export interface SimulatedAlertmanagerOptions {
  readonly book: AlertBook;
  now(): number;
  record(line: Line): void;
  /** Told when it is asked. */
  onAsked(what: string): void;
}

const URL = 'http://alertmanager';

/** An Alertmanager that never loses what it was told, and answers at once, unless it is out. */
export function simulatedAlertmanager({
  book,
  now,
  record,
  onAsked,
}: SimulatedAlertmanagerOptions): Alertmanager {
  let made = 0;

  function ask(what: string): void {
    onAsked(what);
    if (!book.answers()) throw new AlertmanagerError(URL, 'no answer in time');
  }

  return {
    url: URL,
    async alerts(matchers) {
      ask('alerts');
      const passes = matching(matchers);
      return book
        .alerts(now())
        .map((alert) => ({ ...alert, labels: subjectOf(alert.about).labels }))
        .filter(passes)
        .map(({ labels, since, silenced }) =>
          shown({
            labels,
            startsAt: new Date(since).toISOString(),
            state: silenced ? 'suppressed' : 'active',
          }),
        );
    },
    async silences() {
      ask('silences');
      return book.pauses(now()).map((id) => ({
        id,
        status: { state: 'active' },
        matchers: [...PAUSE],
        createdBy: id === 'person' ? 'somebody' : 'vizora-ops',
        comment: '',
        endsAt: '',
      }));
    },
    async addAlert() {
      ask('announcement');
    },
    async addSilence({ endsAt }) {
      ask('silence');
      const id = `s${now()}-${made++}`;
      record({ at: now(), what: 'silenced', id, until: Date.parse(endsAt) });
      return id;
    },
    async endSilence(id) {
      ask('end of silence');
      record({ at: now(), what: 'unsilenced', id });
    },
    close: async () => undefined,
  };
}
