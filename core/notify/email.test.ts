import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { startSmtpReceiver } from '../../sandbox/people/smtp-receiver.ts';
import type { EmailChannel } from '../config/notifications.ts';
import { createEmail, type Mail } from './email.ts';

const account = { user: 'ops@example.com', password: 'right' };
const mail: Mail = { subject: 'Digest', text: 'plain', html: '<p>rich</p>' };

interface Special {
  readonly withAccount?: boolean;
  readonly password?: string;
  readonly settings?: Partial<EmailChannel>;
}

async function mailing(t: TestContext, { withAccount = false, password, settings = {} }: Special = {}) {
  const server = await startSmtpReceiver(withAccount ? { account } : {});
  t.after(() => server.close());
  const login = password === undefined ? {} : { user: account.user, password: { env: 'SMTP_PASS' } };
  const email = createEmail({
    settings: { host: '127.0.0.1', port: server.port, to: ['ann@example.com'], ...login, ...settings },
    password: () => password ?? null,
    timeoutMs: 500,
  });
  return { server, email, send: (signal?: AbortSignal) => email.send(mail, signal) };
}

describe('a mail', () => {
  it('arrives in both forms, from the first recipient where no sender is given', async (t) => {
    const { server, send } = await mailing(t, { settings: { to: ['ann@example.com', 'bob@example.com'] } });
    assert.deepEqual(await send(), { sent: true, note: null });
    const [got] = server.mails;
    assert.deepEqual([got?.from, got?.to], ['ann@example.com', ['ann@example.com', 'bob@example.com']]);
    assert.deepEqual([got?.parsed.subject, got?.parsed.text?.trim()], ['Digest', 'plain']);
    assert.equal(got?.parsed.html?.trim(), '<p>rich</p>');
    assert.match(got?.source ?? '', /^Auto-Submitted: auto-generated\r$/m);
  });

  it('arrives through a server that asks for a login, and comes from who logged in', async (t) => {
    const { server, send } = await mailing(t, { withAccount: true, password: account.password });
    assert.equal((await send()).sent, true);
    assert.deepEqual([server.mails[0]?.user, server.mails[0]?.from], [account.user, account.user]);
  });

  it('is not sent with a wrong password, or without the login that is asked for', async (t) => {
    for (const special of [{ withAccount: true, password: 'wrong' }, { withAccount: true }]) {
      const { send } = await mailing(t, special);
      const outcome = await send();
      assert.ok(!outcome.sent && outcome.reason === 'unauthorized', JSON.stringify(outcome));
      assert.doesNotMatch(outcome.detail, /wrong/);
    }
  });

  it('is sent although some recipients are refused, which is told, and not when all are', async (t) => {
    const { server, send } = await mailing(t, { settings: { to: ['ann@example.com', 'bob@example.com'] } });
    server.unknownRecipients.add('ann@example.com');
    assert.deepEqual(await send(), { sent: true, note: 'refused for ann@example.com' });
    server.unknownRecipients.add('bob@example.com');
    const outcome = await send();
    assert.ok(!outcome.sent && outcome.reason === 'rejected');
  });

  for (const [behaviour, reason] of [
    ['hang', 'timeout'],
    ['drop', 'connection'],
    ['busy', 'server_error'],
    ['no_room', 'rejected'],
  ] as const) {
    it(`is not sent when the server is one of those that ${behaviour}`, async (t) => {
      const { server, send } = await mailing(t);
      server.behave(behaviour);
      const outcome = await send();
      assert.ok(!outcome.sent && outcome.reason === reason, JSON.stringify(outcome));
      server.behave('well');
      assert.equal((await send()).sent, true);
    });
  }

  it('is not sent when nobody listens there, and ends early when it is told to', async (t) => {
    const { send } = await mailing(t, { settings: { port: 1 } });
    const outcome = await send();
    assert.ok(!outcome.sent && outcome.reason === 'connection');
    const hanging = await mailing(t);
    hanging.server.behave('hang');
    const early = await hanging.send(AbortSignal.timeout(20));
    assert.ok(!early.sent && early.reason === 'connection');
  });

  it('is not sent when its password cannot be read', async () => {
    const email = createEmail({
      settings: { host: '127.0.0.1', port: 1, to: ['ann@example.com'] },
      password: () => {
        throw new Error('cannot read the file /run/pass');
      },
    });
    assert.deepEqual(await email.send(mail), {
      sent: false,
      reason: 'secret_unreadable',
      detail: 'cannot read the file /run/pass',
    });
  });

  it('gives no header away to what its subject holds, and keeps that short', async (t) => {
    const { server, email } = await mailing(t);
    await email.send({
      subject: `Lobby\r\nBcc: eve@example.com\r\n\r\n<b>hi</b> ${'x'.repeat(500)}`,
      text: 'x',
    });
    const [got] = server.mails;
    assert.deepEqual(got?.to, ['ann@example.com']);
    assert.equal(got?.parsed.bcc, undefined);
    assert.match(got?.parsed.subject ?? '', /^Lobby Bcc: eve@example\.com <b>hi<\/b> x+$/);
    assert.equal(got?.parsed.subject?.length, 150);
  });

  it('does not take a password to another host without TLS', async (t) => {
    const server = await startSmtpReceiver({ account });
    t.after(() => server.close());
    // Another name for the same receiver, which offers no TLS.
    const email = createEmail({
      settings: {
        host: '0.0.0.0',
        port: server.port,
        to: ['ann@example.com'],
        user: account.user,
        password: { env: 'P' },
      },
      password: () => account.password,
      timeoutMs: 500,
    });
    const outcome = await email.send(mail);
    assert.ok(!outcome.sent && outcome.reason === 'connection', JSON.stringify(outcome));
    assert.equal(server.mails.length, 0);
  });
});
