import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  type AlertmanagerContact,
  alertmanagerUnreachable,
} from '../../core/checks/alertmanager-unreachable.ts';
import type { Notifications } from '../../core/config/notifications.ts';
import { createLog } from '../../core/log.ts';
import { createChannels } from '../../core/notify/channels.ts';
import { startSlackStandIn } from '../../sandbox/people/slack-stand-in.ts';
import { startSmtpReceiver } from '../../sandbox/people/smtp-receiver.ts';
import { createMessenger, LastSent } from './messenger.ts';
import { noOutage, OutageNote } from './outage-notice.ts';
import { createOutagePublisher } from './outage-publisher.ts';
import { remembered } from './remembered.ts';
import { boardOf, classOf, manualClock, memoryNotes, now, openIncident } from './reporting.test-support.ts';

const onFailure = (error: unknown) => assert.fail(String(error));
const minutes = (n: number) => n * 60_000;

/** People with Slack and mail, and an exporter that watches Alertmanager. */
async function world(t: TestContext, only: readonly ('slack' | 'email')[] = ['slack', 'email']) {
  const slack = await startSlackStandIn();
  const mail = await startSmtpReceiver();
  t.after(() => Promise.all([slack.close(), mail.close()]));
  const notes = memoryNotes();
  const clock = manualClock(now);
  const settings: Notifications = {
    digest_at: '08:00',
    ...(only.includes('slack') ? { slack_webhook_url: { env: 'HOOK' } } : {}),
    ...(only.includes('email')
      ? { email: { host: '127.0.0.1', port: mail.port, to: ['ann@example.com'] } }
      : {}),
  };
  const failures: string[] = [];

  function start() {
    let contact: AlertmanagerContact = { answeredAt: null, silentSince: null, trouble: null };
    const publisher = createOutagePublisher({
      note: remembered<OutageNote>({
        notes,
        topic: 'outage',
        schema: OutageNote,
        initial: noOutage,
        onFailure,
      }),
      judge: (at) => alertmanagerUnreachable(contact, at, minutes(5)),
      contact: () => contact,
      facts: () => ({ board: boardOf(openIncident('service_down')), classOf, timezone: 'Etc/UTC' }),
      messenger: createMessenger({
        channels: createChannels(settings, { HOOK: slack.webhookUrl }),
        lastSent: remembered({ notes, topic: 'last_sent', schema: LastSent, initial: {}, onFailure }),
        onOutcome: (channel, it) => void (it.sent || failures.push(`${channel} ${it.reason}`)),
        signal: new AbortController().signal,
        clock,
        log: createLog('test', 'silent'),
      }),
      clock,
    });
    /** One look, so many minutes after noon, at an Alertmanager that answers or does not. */
    return async (minute: number, answers: boolean) => {
      clock.at = now + minutes(minute);
      contact = answers
        ? { answeredAt: clock.at, silentSince: null, trouble: null }
        : { ...contact, silentSince: contact.silentSince ?? clock.at, trouble: 'refused' };
      await publisher.publish();
    };
  }
  const told = () => ({
    slack: slack.messages.map(({ text }) => text.split(/[,.]/)[0]),
    email: mail.mails.map(({ parsed }) => parsed.subject),
  });
  return { slack, mail, failures, start, told };
}

const OUTAGE = 'Vizora Ops: no Alertmanager answers';
const RECOVERY = 'Vizora Ops: Alertmanager answers again';

describe('an outage of Alertmanager', () => {
  it('is told once on every channel after five minutes, and its end once', async (t) => {
    const { start, told, mail } = await world(t);
    const look = start();
    await look(0, true);
    for (let minute = 1; minute <= 5; minute += 1) await look(minute, false);
    assert.deepEqual(told(), { slack: [], email: [] }, 'four minutes');
    for (let minute = 6; minute <= 30; minute += 1) await look(minute, false);
    assert.deepEqual(told(), { slack: [OUTAGE], email: [OUTAGE] });
    assert.match(mail.mails[0]?.parsed.text ?? '', /• 1 × Service down: web \(platform\)/);
    for (let minute = 31; minute <= 40; minute += 1) await look(minute, true);
    assert.deepEqual(told(), { slack: [OUTAGE, RECOVERY], email: [OUTAGE, RECOVERY] });
  });

  it('that is shorter is told to nobody', async (t) => {
    const { start, told } = await world(t);
    const look = start();
    for (let minute = 0; minute <= 60; minute += 1) await look(minute, minute % 5 === 0);
    assert.deepEqual(told(), { slack: [], email: [] });
  });

  it('is not told again by a process that starts during it, but its end is', async (t) => {
    const { start, told } = await world(t, ['slack']);
    const before = start();
    for (let minute = 0; minute <= 6; minute += 1) await before(minute, false);
    const after = start();
    for (let minute = 7; minute <= 20; minute += 1) await after(minute, false);
    assert.deepEqual(told().slack, [OUTAGE]);
    await after(21, true);
    await start()(22, true);
    assert.deepEqual(told().slack, [OUTAGE, RECOVERY]);
  });

  it('is told to a process that never had an answer, too', async (t) => {
    const { start, told } = await world(t, ['email']);
    const look = start();
    for (let minute = 0; minute <= 5; minute += 1) await look(minute, false);
    assert.deepEqual(told(), { slack: [], email: [OUTAGE] });
  });

  it('is told again on a channel that fails, a bounded number of times, and not again on the others', async (t) => {
    const { start, told, slack, failures } = await world(t);
    const look = start();
    slack.behave({ status: 404, body: 'no_service' });
    for (let minute = 0; minute <= 120; minute += 1) await look(minute, false);
    assert.deepEqual(told(), { slack: [], email: [OUTAGE] });
    assert.deepEqual(failures, Array(6).fill('slack rejected'));
    slack.behave(null);
    await look(121, true);
    assert.deepEqual(told(), { slack: [RECOVERY], email: [OUTAGE, RECOVERY] });
  });

  it('goes out late when its channel comes back, unless it is over by then', async (t) => {
    const { start, told, slack } = await world(t, ['slack']);
    const look = start();
    slack.behave({ status: 500, body: 'oops' });
    for (let minute = 0; minute <= 7; minute += 1) await look(minute, false);
    slack.behave(null);
    for (let minute = 8; minute <= 9; minute += 1) await look(minute, false);
    assert.deepEqual(told().slack, [OUTAGE]);
    await look(10, true);
    slack.behave({ status: 500, body: 'oops' });
    for (let minute = 11; minute <= 16; minute += 1) await look(minute, false);
    slack.behave(null);
    await look(17, true);
    assert.deepEqual(told().slack, [OUTAGE, RECOVERY, RECOVERY]);
  });

  it('is remembered as told although there is nobody to tell', async (t) => {
    const { start, told } = await world(t, []);
    const look = start();
    for (let minute = 0; minute <= 9; minute += 1) await look(minute, minute === 9);
    assert.deepEqual(told(), { slack: [], email: [] });
  });
});
