import type { TLSSocket } from 'node:tls';
import type { Request } from 'express';

const LONGEST = 60;

/** By whom something was asked for, as the journal has it: with the name of the certificate where one was shown. */
export function operatorOf({ socket }: Pick<Request, 'socket'>): string {
  if (!('authorized' in socket && socket.authorized === true && 'getPeerCertificate' in socket))
    return 'operator';
  const { subject } = (socket as TLSSocket).getPeerCertificate();
  const name = [subject?.CN ?? []]
    .flat()
    .join(' ')
    .replace(/[^\w .@-]+/g, ' ')
    .slice(0, LONGEST)
    .trim();
  return name === '' ? 'operator' : `operator ${name}`;
}
