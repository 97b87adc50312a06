import { z } from 'zod';
import type { EmailChannel } from '../config/notifications.ts';

/** From whom mails come: as configured, else the user where that is an address, else the first recipient. */
export function senderOf({ from, user, to }: Pick<EmailChannel, 'from' | 'user' | 'to'>): string {
  const [first = ''] = to;
  return from ?? z.email().safeParse(user).data ?? first;
}
