import { createServer } from 'node:http';
import { inboxPage, mailPage } from './inbox-page.ts';
import { startSlackStandIn } from './slack-stand-in.ts';
import { startSmtpReceiver } from './smtp-receiver.ts';

/** The people of the sandbox: a Slack, a mail server, and a page on which everything can be read that reached them. */
const [slackPort = '', smtpPort = '', pagePort = ''] = process.argv.slice(2);

const slack = await startSlackStandIn(Number(slackPort));
const smtp = await startSmtpReceiver({ port: Number(smtpPort) });
const page = createServer((request, response) => {
  const found =
    request.url === '/' ? inboxPage(slack.messages, smtp.mails) : mailPage(request.url ?? '', smtp.mails);
  // Somebody else's markup: it is shown, and may do nothing.
  response.writeHead(found === null ? 404 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
  });
  response.end(found ?? 'There is no such mail.\n');
});
page.listen(Number(pagePort), '127.0.0.1');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    page.close();
    page.closeAllConnections();
    void Promise.all([slack.close(), smtp.close()]);
  });
}
