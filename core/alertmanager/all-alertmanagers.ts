import type { Alertmanager } from './alertmanager.ts';
import type { ActiveAlert, NewAlert, NewSilence, Silence } from './schema.ts';

/** An alert as all Alertmanagers that answered see it together. */
export interface SeenAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  /** ms since the epoch; null when it cannot be read. */
  readonly startsAt: number | null;
  readonly state: 'active' | 'suppressed' | 'unprocessed';
  /** What suppresses it, for people. */
  readonly suppressedBy: readonly string[];
  /** The ids of the silences among it. */
  readonly silencedBy: readonly string[];
}

/** What was read; `answered` false means that nobody could tell, which is not the same as nothing. */
export type Answer<T> =
  | { readonly answered: true; readonly items: readonly T[]; readonly silent: readonly string[] }
  | { readonly answered: false; readonly detail: string };

/** For who must know all of it: what one that is silent would have said, nobody could tell. */
export const toldByAll = <T>(answer: Answer<T>): Answer<T> =>
  answer.answered && answer.silent.length > 0
    ? { answered: false, detail: answer.silent.join('; ') }
    : answer;

/**
 * Every Alertmanager there is, read as one: suppressed in any is suppressed, unknown to all that answer is
 * not active, and when none answers nothing can be told.
 */
export interface AllAlertmanagers {
  alerts(matchers: readonly string[]): Promise<Answer<SeenAlert>>;
  silences(): Promise<Answer<Silence>>;
  /** Told to each of them; `items` are those that took it. */
  addAlert(alert: NewAlert): Promise<Answer<string>>;
  /** Made in each of them; `items` are the ids that they gave. */
  addSilence(silence: NewSilence): Promise<Answer<string>>;
  /** Ends in each of them the silences of which this is true; `items` are their ids. */
  endSilences(which: (silence: Silence) => boolean): Promise<Answer<string>>;
  close(): Promise<void>;
}

export function allAlertmanagers(members: readonly Alertmanager[]): AllAlertmanagers {
  async function ask<T>(question: (one: Alertmanager) => Promise<readonly T[]>): Promise<Answer<T>> {
    if (members.length === 0) return { answered: false, detail: 'no Alertmanager is configured' };
    const results = await Promise.allSettled(members.map(question));
    const items = results.filter((result) => result.status === 'fulfilled').map((result) => result.value);
    const failures = results
      .filter((result) => result.status === 'rejected')
      .map(({ reason }) => (reason instanceof Error ? reason.message : String(reason)));
    if (items.length === 0) return { answered: false, detail: failures.join('; ') };
    return { answered: true, items: items.flat(), silent: failures };
  }

  return {
    async alerts(matchers) {
      const answer = await ask((one) => one.alerts(matchers));
      return answer.answered ? { ...answer, items: merge(answer.items) } : answer;
    },
    silences: () => ask((one) => one.silences()),
    addAlert: (alert) =>
      ask(async (one) => {
        await one.addAlert(alert);
        return [one.url];
      }),
    addSilence: (silence) => ask(async (one) => [await one.addSilence(silence)]),
    endSilences: (which) =>
      ask(async (one) => {
        const ids = (await one.silences()).filter(which).map(({ id }) => id);
        for (const id of ids) await one.endSilence(id);
        return ids;
      }),
    async close() {
      await Promise.all(members.map((one) => one.close()));
    },
  };
}

function merge(alerts: readonly ActiveAlert[]): SeenAlert[] {
  const byFingerprint = new Map<string, SeenAlert>();
  for (const alert of alerts.map(seenOf)) {
    const known = byFingerprint.get(alert.fingerprint);
    byFingerprint.set(alert.fingerprint, known === undefined ? alert : strictest(known, alert));
  }
  return [...byFingerprint.values()];
}

function seenOf({ labels, fingerprint, startsAt, status }: ActiveAlert): SeenAlert {
  const began = Date.parse(startsAt);
  const suppressedBy = [
    ...(status.silencedBy ?? []).map((id) => `silence ${id}`),
    ...(status.inhibitedBy ?? []).map((id) => `inhibited by ${id}`),
    ...(status.mutedBy ?? []).map((name) => `muted by ${name}`),
  ];
  return {
    labels,
    fingerprint,
    startsAt: Number.isNaN(began) ? null : began,
    state: stateOf(status.state, suppressedBy),
    suppressedBy,
    silencedBy: status.silencedBy ?? [],
  };
}

function stateOf(word: string, suppressedBy: readonly string[]): SeenAlert['state'] {
  if (word === 'suppressed' || suppressedBy.length > 0) return 'suppressed';
  return word === 'active' ? 'active' : 'unprocessed';
}

function strictest(one: SeenAlert, other: SeenAlert): SeenAlert {
  if (one.state === 'suppressed') return one;
  if (other.state === 'suppressed') return other;
  return one.state === 'active' ? one : other;
}
