import { createHash } from 'node:crypto';

/** A UUID that is always the same for the same name, so that a world can be built twice and compared. */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** An id as the platform gives content, playlists, schedules and groups: `c` and 24 letters or digits. */
export function cuidOf(name: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(name).digest('hex')}`).toString(36);
  return `c${digits.padStart(24, '0').slice(-24)}`;
}
