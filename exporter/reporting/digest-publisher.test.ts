import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { digestNotSent } from '../../core/checks/digest-not-sent.ts';
import { dailySchedule } from '../../core/daily-schedule.ts';
import { createLog } from '../../core/log.ts';
import { createChannels } from '../../core/notify/channels.ts';
import { type SmtpReceiver, startSmtpReceiver } from '../../sandbox/people/smtp-receiver.ts';
import type { Notes } from '../notes.ts';
import { composeDigest } from './compose-digest.ts';
import { DigestNote } from './digest-due.ts';
import { createDigestPublisher } from './digest-publisher.ts';
import { createMessenger, LastSent } from './messenger.ts';
import { remembered } from './remembered.ts';
import {
  boardOf,
  classOf,
  manualClock,
  memoryNotes,
  now,
  openIncident,
  summaryOf,
} from './reporting.test-support.ts';

const HOUR = 3_600_000;
const onFailure = (error: unknown) => assert.fail(String(error));

/** A process that sends the digest at 13:00 to a mail server that takes it. */
function start(server: SmtpReceiver, notes: Notes, clock: ReturnType<typeof manualClock>) {
  const email = { host: '127.0.0.1', port: server.port, to: ['ann@example.com', 'bob@example.com'] };
  const sent: boolean[] = [];
  const messenger = createMessenger({
    channels: createChannels({ email, digest_at: '13:00' }, {}),
    lastSent: remembered({ notes, topic: 'last_sent', schema: LastSent, initial: {}, onFailure }),
    onOutcome: (_, outcome) => sent.push(outcome.sent),
    signal: new AbortController().signal,
    clock,
    log: createLog('test', 'silent'),
  });
  const initial = { since: clock.now(), sent: null, failed: null };
  let broken = false;
  const publisher = createDigestPublisher({
    note: remembered<DigestNote>({ notes, topic: 'digest', schema: DigestNote, initial, onFailure }),
    schedule: dailySchedule('13:00', 'Etc/UTC'),
    compose() {
      if (broken) throw new Error('a bug');
      return composeDigest({
        now: clock.now(),
        timezone: 'Etc/UTC',
        status: { word: 'DEGRADED', since: clock.now() - HOUR },
        board: boardOf(openIncident('service_down')),
        tally: [],
        remediator: summaryOf([]),
        coverage: [],
        organisations: [],
        statuses: [],
        classOf,
        version: '0.1.0',
      });
    },
    messenger,
    clock,
  });
  return {
    sent,
    async look(time: number) {
      clock.at = time;
      await publisher.publish();
      return digestNotSent(publisher.delivery()).verdict;
    },
    breakIt: (yes: boolean) => {
      broken = yes;
    },
  };
}

async function world(t: TestContext) {
  const server = await startSmtpReceiver();
  t.after(() => server.close());
  const notes = memoryNotes();
  const clock = manualClock(now);
  return { server, restart: () => start(server, notes, clock) };
}
const minute = 60_000;

describe('the daily digest', () => {
  it('arrives once a day, in both forms, at everybody', async (t) => {
    const { server, restart } = await world(t);
    const exporter = restart();
    assert.equal(await exporter.look(now), 'good');
    for (const after of [60, 61, 120, 23 * 60])
      assert.equal(await exporter.look(now + after * minute), 'good');
    assert.equal(server.mails.length, 1);
    await exporter.look(now + 25 * HOUR);
    assert.equal(server.mails.length, 2);
    const [mail] = server.mails;
    assert.deepEqual(mail?.to, ['ann@example.com', 'bob@example.com']);
    assert.equal(mail?.parsed.subject, 'Vizora Ops DEGRADED: 1 open, 0 opened, 0 closed, 0 repaired');
    assert.match(
      mail?.parsed.text ?? '',
      /^Service down: web, platform +1 h|Service down: web, platform +2 h/m,
    );
    assert.match(mail?.parsed.html ?? '', /background-color:#a45f00;color:#ffffff[^>]*>DEGRADED</);
  });

  it('is not sent again by a process that starts anew', async (t) => {
    const { server, restart } = await world(t);
    await restart().look(now);
    await restart().look(now + 26 * HOUR);
    assert.equal(server.mails.length, 1, 'it is made up for');
    await restart().look(now + 26 * HOUR + minute);
    await restart().look(now + 40 * HOUR);
    assert.equal(server.mails.length, 1);
  });

  it('that is refused is tried again, is a fault meanwhile, and none any more once it is through', async (t) => {
    const { server, restart } = await world(t);
    const exporter = restart();
    server.behave('busy');
    assert.equal(await exporter.look(now + 60 * minute), 'bad');
    assert.equal(await exporter.look(now + 61 * minute), 'bad');
    assert.equal(await exporter.look(now + 62 * minute), 'bad');
    assert.deepEqual(exporter.sent, [false, false], 'not before its pause is over');
    server.behave('well');
    const again = restart();
    assert.equal(await again.look(now + 63 * minute), 'good');
    assert.equal(server.mails.length, 1);
  });

  it('that cannot be made is a fault like one that cannot be sent', async (t) => {
    const { server, restart } = await world(t);
    const exporter = restart();
    exporter.breakIt(true);
    assert.equal(await exporter.look(now + 60 * minute), 'bad');
    exporter.breakIt(false);
    assert.equal(await exporter.look(now + 61 * minute), 'good');
    assert.equal(server.mails.length, 1);
  });
});
