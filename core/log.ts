import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** Keys whose values never reach a log line, at any depth that we log. */
const SECRET_KEYS = [
  'password',
  'token',
  'access_token',
  'authorization',
  'cookie',
  'jwtToken',
  'pairingCode',
];

/**
 * JSON lines on standard output, with secrets redacted at this one place.
 *
 * @param name the process, as in `exporter`
 */
export function createLog(name: string, level: string, destination?: DestinationStream): Log {
  const options = {
    name,
    level,
    base: { name },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[redacted]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
