import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A mail as it came: what the envelope said, its source, and what a mail program would make of it. */
export interface ReceivedMail {
  /** In ms since the epoch. */
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | null;
  readonly source: string;
  readonly parsed: Email;
}

/**
 * `well`: takes every mail; `hang`: takes the connection and never says a word; `drop`: cuts it when the mail comes;
 * `busy`: not now; `no_room`: refuses the mail itself for good.
 */
export type SmtpBehaviour = 'well' | 'hang' | 'drop' | 'busy' | 'no_room';

/** Somebody else's mail server: real SMTP on loopback, without TLS, which keeps what people would read. */
export interface SmtpReceiver {
  readonly port: number;
  /** Oldest first. */
  readonly mails: readonly ReceivedMail[];
  /** Recipients that are not known here. */
  readonly unknownRecipients: Set<string>;
  behave(as: SmtpBehaviour): void;
  close(): Promise<void>;
}

/** @param account whoever does not log in with it may send nothing; without one nobody can log in */
export async function startSmtpReceiver(
  options: {
    readonly port?: number;
    readonly account?: { readonly user: string; readonly password: string };
  } = {},
): Promise<SmtpReceiver> {
  const { account } = options;
  const mails: ReceivedMail[] = [];
  const unknownRecipients = new Set<string>();
  let behaviour: SmtpBehaviour = 'well';

  async function keep(source: string, session: SMTPServerSession): Promise<void> {
    const { mailFrom, rcptTo } = session.envelope;
    mails.push({
      at: Date.now(),
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map(({ address }) => address),
      user: typeof session.user === 'string' ? session.user : null,
      source,
      parsed: await PostalMime.parse(source),
    });
  }

  const server = new SMTPServer({
    disabledCommands: account === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    authOptional: account === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onConnect(_session, done) {
      if (behaviour !== 'hang') done();
    },
    onAuth({ username, password }, _session, done) {
      const known = username === account?.user && password === account?.password;
      if (known) done(null, { user: username });
      else done(Object.assign(new Error('Authentication credentials invalid'), { responseCode: 535 }));
    },
    onRcptTo({ address }, _session, done) {
      if (unknownRecipients.has(address)) done(reply(550, 'No such user here'));
      else done();
    },
    onData(stream, session, done) {
      if (behaviour === 'drop') return cutAll();
      read(stream)
        .then((source) => (behaviour === 'well' ? keep(source, session) : undefined))
        .then(
          () => done(REFUSALS[behaviour]),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
    },
  });
  const sockets = new Set<Socket>();
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // What a client does to its connection is the test's affair.
  server.on('error', () => undefined);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    unknownRecipients,
    behave(as) {
      behaviour = as;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cutAll();
      }),
  };
}

async function read(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const reply = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

const REFUSALS: Readonly<Partial<Record<SmtpBehaviour, Error>>> = {
  busy: reply(451, 'Try again later'),
  no_room: reply(552, 'Mailbox full'),
};
