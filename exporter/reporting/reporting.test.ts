import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { createAlertmanager } from '../../core/alertmanager/alertmanager.ts';
import { allAlertmanagers } from '../../core/alertmanager/all-alertmanagers.ts';
import type { Notifications } from '../../core/config/notifications.ts';
import { createLog } from '../../core/log.ts';
import { createChannels } from '../../core/notify/channels.ts';
import { startSmtpReceiver } from '../../sandbox/people/smtp-receiver.ts';
import { shippedChecks } from '../agent.test-support.ts';
import type { Board } from '../board.ts';
import type { Notes } from '../notes.ts';
import {
  apps,
  boardOf,
  classOf,
  manualClock,
  memoryNotes,
  now,
  openIncident,
  statuses,
  summaryOf,
} from './reporting.test-support.ts';
import { createReporting } from './reporting.ts';
import type { StandingStatus } from './standing-status.ts';
import type { StatusDocument } from './status-document.ts';

const minutes = (n: number) => n * 60_000;

const firing = (alertname: string, severity: string) => ({
  labels: { alertname, severity, org: 'platform' },
  fingerprint: alertname,
  startsAt: '2026-11-25T11:00:00Z',
  status: { state: 'active' },
});
const alerts = (...items: unknown[]): RequestListener => {
  return (_, response) => void response.end(JSON.stringify(items));
};
const watchdog = firing('Watchdog', 'none');

interface Special {
  readonly notes?: Notes;
  readonly notifications?: Partial<Notifications>;
  readonly board?: () => Board;
  readonly withAlertmanager?: boolean;
}

/** The publishers with an Alertmanager over HTTP and a platform that keeps what it is given. */
async function start(
  t: TestContext,
  { notes = memoryNotes(), withAlertmanager = true, ...special }: Special = {},
) {
  const clock = manualClock(now);
  const state = { answer: alerts(watchdog) as RequestListener, posts: [] as StatusDocument[] };
  const server = createServer((request, response) => state.answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let standing: StandingStatus = { found: 'nothing' };
  const reporting = createReporting({
    alertmanagers: withAlertmanager ? allAlertmanagers([createAlertmanager({ url, timeoutMs: 200 })]) : null,
    platform: {
      api: {
        async postStatus(given) {
          const document = given as StatusDocument;
          state.posts.push(document);
          standing = { found: 'document', secondsLeft: 3_600, ...document };
        },
      },
      readStanding: async () => standing,
    },
    channels: createChannels({ digest_at: '13:00', ...special.notifications }, {}),
    digestAt: '13:00',
    timezone: 'Etc/UTC',
    checks: shippedChecks,
    apps,
    board: special.board ?? (() => new Map()),
    statuses: () => statuses,
    coverage: () => [],
    organisations: () => ['acme'],
    remediator: async () => summaryOf([]),
    store: { notes, history: { tally: () => [] } },
    metrics: { messageTried: () => undefined, statusNotDelivered: () => undefined, storeFailed: assert.fail },
    isOurs: () => true,
    classOf,
    version: '0.1.0',
    clock,
    log: createLog('test', 'silent'),
  });
  let open = true;
  const stop = async () => {
    if (open) await reporting.close();
    open = false;
  };
  t.after(async () => {
    await stop();
    server.closeAllConnections();
    server.close();
  });
  return { reporting, state, clock, stop };
}

describe('the publishers', () => {
  it('say how the platform is and since when, and tell its status page of a change at once', async (t) => {
    const { reporting, state, clock } = await start(t);
    assert.equal(reporting.view().status, null, 'nobody was asked yet');
    await reporting.publish();
    assert.deepEqual(reporting.view().status, { word: 'HEALTHY', since: now });
    state.answer = alerts(watchdog, firing('ServiceDown', 'critical'));
    clock.at += minutes(1);
    await reporting.publish();
    clock.at += minutes(1);
    await reporting.publish();
    assert.deepEqual(reporting.view().status, { word: 'CRITICAL', since: now + minutes(1) });
    assert.deepEqual(
      state.posts.map(({ systemStatus }) => systemStatus),
      ['HEALTHY', 'CRITICAL'],
    );
  });

  it('remember since when over a restart, and show it only once it is known to be so', async (t) => {
    const notes = memoryNotes();
    const first = await start(t, { notes });
    await first.reporting.publish();
    await first.stop();
    const second = await start(t, { notes });
    second.clock.at = now + minutes(30);
    assert.equal(second.reporting.view().status, null);
    await second.reporting.publish();
    assert.deepEqual(second.reporting.view().status, { word: 'HEALTHY', since: now });
  });

  const failing: [string, RequestListener][] = [
    ['refuses', (_, response) => void response.writeHead(403).end()],
    ['hangs', () => undefined],
    ['fails', (_, response) => void response.writeHead(500).end('oops')],
    ['talks nonsense', (_, response) => void response.end('<html>')],
    ['cuts the connection', (request) => void request.socket.destroy()],
  ];
  for (const [what, answer] of failing) {
    it(`never call the platform well while Alertmanager ${what}`, async (t) => {
      const { reporting, state } = await start(t);
      state.answer = answer;
      await reporting.publish();
      assert.equal(reporting.view().status?.word, 'UNKNOWN');
      assert.equal(state.posts[0]?.systemStatus, 'DEGRADED');
      const { alertmanager } = reporting.section();
      assert.deepEqual([alertmanager?.answeredAt, alertmanager?.silentSince], [null, now]);
      assert.match(String(alertmanager?.trouble), /^Alertmanager at http/);
    });
  }

  it('have nothing to say of what is not configured', async (t) => {
    const { reporting, state } = await start(t, { withAlertmanager: false });
    await reporting.publish();
    const { alertmanager, digest, channels } = reporting.section();
    assert.deepEqual([alertmanager, digest, channels], [null, null, { slack: 'absent', email: 'absent' }]);
    assert.equal(reporting.view().status?.word, 'UNKNOWN');
    assert.equal(state.posts[0]?.systemStatus, 'DEGRADED');
  });

  it('go on when one of them breaks', async (t) => {
    const mail = await startSmtpReceiver();
    t.after(() => mail.close());
    let broken = true;
    const board = () => {
      if (broken) throw new TypeError('a bug');
      return boardOf(openIncident('service_down'));
    };
    const email = { host: '127.0.0.1', port: mail.port, to: ['ann@example.com'] };
    const { reporting, state, clock } = await start(t, { board, notifications: { email } });
    clock.at = now + minutes(60);
    await reporting.publish();
    assert.deepEqual([state.posts.length, mail.mails.length], [0, 0]);
    assert.match(String(reporting.section().digest?.trouble), /could not be made: a bug/);
    broken = false;
    clock.at += minutes(1);
    await reporting.publish();
    assert.deepEqual([state.posts.length, mail.mails.length], [1, 1]);
    assert.equal(reporting.view().lastSent.email, now + minutes(61));
  });

  it('end at once what hangs, when they are closed', async (t) => {
    const mail = await startSmtpReceiver();
    mail.behave('hang');
    t.after(() => mail.close());
    const email = { host: '127.0.0.1', port: mail.port, to: ['ann@example.com'] };
    const { reporting, clock, stop } = await start(t, { notifications: { email } });
    clock.at = now + minutes(60);
    const began = Date.now();
    const going = reporting.publish();
    setTimeout(stop, 300);
    await going;
    assert.ok(Date.now() - began < 2_000, 'the time-out of mail is 30 s');
  });
});
