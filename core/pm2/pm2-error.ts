/**
 * Why PM2 could not be asked: `no_daemon` (nothing listens on its socket), `silence` (no answer in time),
 * `connection` (it went away meanwhile), `refused` (it answered with an error), `unexpected_answer`.
 */
export type Pm2ErrorKind = 'no_daemon' | 'silence' | 'connection' | 'refused' | 'unexpected_answer';

/** A call to the PM2 daemon that gave no usable answer; it never means that there are no processes. */
export class Pm2Error extends Error {
  readonly kind: Pm2ErrorKind;

  constructor(kind: Pm2ErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Pm2Error';
    this.kind = kind;
  }
}
