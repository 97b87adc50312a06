import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createTransport } from 'nodemailer';
import { startSmtpReceiver } from './smtp-receiver.ts';

const account = { user: 'ops', password: 'right' };
const mail = {
  from: 'ops@example.com',
  to: ['ann@example.com', 'bob@example.com'],
  subject: 'Grüße',
  text: 'plain',
  html: '<b>bold</b>',
};

async function receiver(t: TestContext, options: Parameters<typeof startSmtpReceiver>[0] = {}) {
  const server = await startSmtpReceiver(options);
  t.after(() => server.close());
  const send = (password: string | null = null) =>
    createTransport({
      host: '127.0.0.1',
      port: server.port,
      greetingTimeout: 300,
      ...(password === null ? {} : { auth: { user: account.user, pass: password } }),
    }).sendMail(mail);
  return { server, send };
}

describe('the receiver of mails', () => {
  it('keeps a mail with its envelope, source and parts', async (t) => {
    const { server, send } = await receiver(t);
    await send();
    const [kept] = server.mails;
    assert.deepEqual([kept?.from, kept?.to, kept?.user], [mail.from, mail.to, null]);
    assert.match(kept?.source ?? '', /^Subject: =\?UTF-8\?/m);
    assert.deepEqual(
      [kept?.parsed.subject, kept?.parsed.text?.trim(), kept?.parsed.html?.trim()],
      [mail.subject, mail.text, mail.html],
    );
  });

  it('takes mails only from who logs in, where there is an account', async (t) => {
    const { server, send } = await receiver(t, { account });
    await assert.rejects(send(), { responseCode: 530 });
    await assert.rejects(send('wrong'), { responseCode: 535 });
    await send(account.password);
    assert.deepEqual(
      server.mails.map(({ user }) => user),
      [account.user],
    );
  });

  it('refuses recipients that it does not know, and those only', async (t) => {
    const { server, send } = await receiver(t);
    server.unknownRecipients.add('ann@example.com');
    await send();
    assert.deepEqual(server.mails[0]?.to, ['bob@example.com']);
    server.unknownRecipients.add('bob@example.com');
    await assert.rejects(send(), { responseCode: 550 });
  });

  it('misbehaves on request, and keeps nothing then', async (t) => {
    const { server, send } = await receiver(t);
    for (const behaviour of ['hang', 'drop', 'busy', 'no_room'] as const) {
      server.behave(behaviour);
      await assert.rejects(send(), behaviour);
    }
    assert.deepEqual(server.mails, []);
    server.behave('well');
    await send();
    assert.equal(server.mails.length, 1);
  });
});
