import type { EmailChannel } from '../config/notifications.ts';
import { emailFailure } from './email-failure.ts';
import { isLoopback } from './is-loopback.ts';
import { notSent, oneLine, type SendOutcome } from './notice.ts';
import { senderOf } from './sender-of.ts';

const TIMEOUT_MS = 30_000;
const LONGEST_SUBJECT = 150;
const SMTPS_PORT = 465;

/** A mail for those whom the configuration names. */
export interface Mail {
  /** Becomes one line of bounded length, whatever it holds. */
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

/** Mail over SMTP. */
export interface Email {
  /**
   * Sends a mail to all recipients, once. It counts as sent when one of them gets it.
   *
   * @param signal ends it early
   */
  send(mail: Mail, signal?: AbortSignal): Promise<SendOutcome>;
}

export interface EmailOptions {
  readonly settings: EmailChannel;
  /** Read again for each mail; throws with a message for people when it cannot be. Null where none is needed. */
  readonly password: () => string | null;
  readonly timeoutMs?: number;
}

/** A password leaves this host only over TLS; what listens on loopback is spoken to without. */
export function createEmail({ settings, password, timeoutMs = TIMEOUT_MS }: EmailOptions): Email {
  const { host, port, user } = settings;
  const from = senderOf(settings);

  return {
    async send({ subject, text, html }, signal) {
      let pass: string | null;
      try {
        pass = password();
      } catch (error) {
        return notSent('secret_unreadable', error instanceof Error ? error.message : String(error));
      }
      // Loaded here: most processes never send a mail, and the package costs memory.
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({
        host,
        port,
        secure: port === SMTPS_PORT,
        ignoreTLS: isLoopback(host),
        requireTLS: pass !== null && port !== SMTPS_PORT && !isLoopback(host),
        ...(user === undefined || pass === null ? {} : { auth: { user, pass } }),
        connectionTimeout: timeoutMs,
        greetingTimeout: timeoutMs,
        socketTimeout: timeoutMs,
        dnsTimeout: timeoutMs,
        socketCloseTimeout: 0,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const { rejected } = await transport.sendMail({
          from,
          to: settings.to,
          subject: oneLine(subject, LONGEST_SUBJECT),
          text,
          ...(html === undefined ? {} : { html }),
          // Nobody's vacation notice should answer it.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
        });
        return { sent: true, note: rejected.length === 0 ? null : `refused for ${rejected.join(', ')}` };
      } catch (error) {
        if (deadline.aborted) return notSent('timeout', 'the mail server did not answer in time');
        return emailFailure(error);
      } finally {
        transport.close();
      }
    },
  };
}
