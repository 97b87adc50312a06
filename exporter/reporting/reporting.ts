import type { AllAlertmanagers } from '../../core/alertmanager/all-alertmanagers.ts';
import { alertmanagerUnreachable } from '../../core/checks/alertmanager-unreachable.ts';
import type { ChannelState } from '../../core/checks/channel-not-configured.ts';
import type { Clock } from '../../core/clock.ts';
import type { Checks } from '../../core/config/checks.ts';
import { dailySchedule } from '../../core/daily-schedule.ts';
import type { Log } from '../../core/log.ts';
import type { Channels } from '../../core/notify/channels.ts';
import type { Channel } from '../../core/notify/notice.ts';
import type { Summary } from '../../core/remediator/summary.ts';
import type { ServiceName } from '../../core/target.ts';
import { unknown } from '../../core/verdict.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import type { AgentStatus } from '../agent-families.ts';
import type { Board } from '../board.ts';
import type { ListCoverage } from '../gather/gather-list.ts';
import type { ExporterMetrics } from '../metrics.ts';
import type { Reading, Reporting as Section } from '../snapshot.ts';
import type { Store } from '../store.ts';
import { createAlertContact } from './alert-contact.ts';
import { composeDigest } from './compose-digest.ts';
import { createDigestPublisher } from './digest-publisher.ts';
import { type KnownStatus, nextStatus } from './known-status.ts';
import { createMessenger, type LastSent } from './messenger.ts';
import { createOutagePublisher } from './outage-publisher.ts';
import { publisherNotes } from './publisher-notes.ts';
import type { ReadStanding } from './standing-status.ts';
import { statusDocument } from './status-document.ts';
import { createStatusPublisher } from './status-publisher.ts';
import { type AlertPolicy, systemStatus } from './system-status.ts';

export interface ReportingOptions extends AlertPolicy {
  /** Null when none is configured. */
  readonly alertmanagers: AllAlertmanagers | null;
  /** Where the status document goes; null when there is no account to post it with. */
  readonly platform: {
    readonly api: Pick<OrganisationApi, 'postStatus'>;
    readonly readStanding: ReadStanding;
  } | null;
  readonly channels: Channels;
  readonly digestAt: string;
  /** Default the host's. */
  readonly timezone: string | undefined;
  readonly checks: Checks;
  readonly apps: Readonly<Record<ServiceName, string>>;
  board(): Board;
  statuses(): readonly AgentStatus[];
  coverage(): readonly ListCoverage[];
  /** The organisations that are looked at. */
  organisations(): readonly string[];
  remediator(): Promise<Reading<Summary>>;
  readonly store: Pick<Store, 'history' | 'notes'>;
  readonly metrics: Pick<ExporterMetrics, 'messageTried' | 'statusNotDelivered' | 'storeFailed'>;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is shown of the publishers as metrics; times are ms since the epoch, null before the first. */
export interface ReportingView {
  readonly status: KnownStatus | null;
  readonly statusDeliveredAt: number | null;
  readonly lastSent: LastSent;
  readonly channels: Readonly<Record<Channel, ChannelState>>;
}

/** Everything that is told to others: the platform's status page, people once a day, people when alerts fail. */
export interface Reporting {
  /** Asks Alertmanager how things are, and publishes what is due. Never throws. */
  publish(): Promise<void>;
  /** What the agent judges. */
  section(): Section;
  view(): ReportingView;
  /** Ends what is going on. */
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

export function createReporting(options: ReportingOptions): Reporting {
  const { alertmanagers, platform, channels, checks, timezone, store, metrics, clock, log } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const notes = publisherNotes(store.notes, clock.now(), (error) => {
    if (signal.aborted) return;
    log.error({ err: error }, 'a note of the publishers could not be written');
    metrics.storeFailed();
  });
  const { lastSent } = notes;
  const messenger = createMessenger({
    channels,
    lastSent,
    onOutcome: metrics.messageTried,
    signal,
    clock,
    log,
  });
  const contact = alertmanagers && createAlertContact(alertmanagers, clock);
  /** What is remembered of an earlier run is not shown before it is known to be so. */
  let shown: KnownStatus | null = null;
  let remediator: Reading<Summary> = { at: clock.now(), value: null, detail: 'not asked yet' };

  const statusPublisher =
    platform &&
    createStatusPublisher({ ...platform, onFailure: metrics.statusNotDelivered, signal, clock, log });
  const digestPublisher = channels.configured.includes('email')
    ? createDigestPublisher({
        note: notes.digest,
        schedule: dailySchedule(options.digestAt, timezone),
        compose: () => composeDigest(digestFacts(clock.now())),
        messenger,
        clock,
      })
    : null;
  const { enabled, after } = checks.alertmanager_unreachable;
  const outagePublisher =
    contact &&
    createOutagePublisher({
      note: notes.outage,
      judge: (now) =>
        enabled ? alertmanagerUnreachable(contact.contact(), now, after) : unknown('unavailable'),
      contact: contact.contact,
      facts: () => ({ board: options.board(), classOf: options.classOf, timezone }),
      messenger,
      clock,
    });

  const digestFacts = (now: number) => ({
    now,
    timezone,
    status: shown ?? { word: 'UNKNOWN' as const, since: now },
    board: options.board(),
    tally: store.history.tally(now - DAY_MS, now),
    remediator,
    coverage: options.coverage(),
    organisations: options.organisations(),
    statuses: options.statuses(),
    classOf: options.classOf,
    version: options.version,
  });

  async function publishStatus(): Promise<void> {
    const now = clock.now();
    const answer = contact?.answer() ?? null;
    const word = systemStatus(answer, options);
    shown = nextStatus(notes.status.get(), word, now);
    if (shown !== notes.status.get()) notes.status.set(shown);
    await statusPublisher?.publish(
      statusDocument({
        now,
        status: word,
        alerts: answer?.answered ? answer.items : null,
        board: options.board(),
        statuses: options.statuses(),
        remediator,
        classOf: options.classOf,
        apps: options.apps,
      }),
    );
  }

  return {
    async publish() {
      [remediator] = await Promise.all([options.remediator(), contact?.ask()]);
      const ends = await Promise.allSettled([
        publishStatus(),
        digestPublisher?.publish(),
        outagePublisher?.publish(),
      ]);
      // A fault of our own in one keeps nothing from the others, nor the agent from its look.
      for (const end of ends) {
        if (end.status === 'rejected' && !signal.aborted)
          log.error({ err: end.reason }, 'a publisher broke off');
      }
    },
    section: () => ({
      status: statusPublisher?.delivery() ?? null,
      alertmanager: contact?.contact() ?? null,
      digest: digestPublisher?.delivery() ?? null,
      channels: channels.states(),
    }),
    view: () => ({
      status: shown,
      statusDeliveredAt: statusPublisher?.delivery().provenAt ?? null,
      lastSent: lastSent.get(),
      channels: channels.states(),
    }),
    async close() {
      closing.abort();
      await alertmanagers?.close();
    },
  };
}
