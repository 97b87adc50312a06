import { bad, type Finding, good, unknown } from '../verdict.ts';

/** Whether a way to people can be used: configured, configured with a secret that cannot be read, or neither. */
export type ChannelState = 'usable' | 'unreadable' | 'absent';

/** Is there no way at all on which people could be told? */
export function channelNotConfigured(channels: Readonly<Record<string, ChannelState>>): Finding {
  const states = Object.entries(channels);
  if (states.some(([, state]) => state === 'usable')) return good;
  const unreadable = states.filter(([, state]) => state === 'unreadable').map(([channel]) => channel);
  return unreadable.length > 0
    ? unknown('not_readable', `the secret of ${unreadable.join(' and ')} cannot be read`)
    : bad(`none of ${states.map(([channel]) => channel).join(', ')} is configured`);
}
