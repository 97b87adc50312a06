/** Keys whose values are never shown, whatever they hold. */
const SECRET = /^(jwtToken|pairingCode|access_token|password|passwordHash|key|token|refresh_token|socketId)$/;
const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const COOKIE = /(vizora_\w+_token=)[^;\s]+/g;
const LONGEST = 160;

/** A value in few words and without secrets, for people to read. */
export function describe(value: unknown, key = ''): string {
  if (SECRET.test(key) && value !== null && value !== undefined) return '[secret]';
  const text =
    typeof value === 'string'
      ? value
      : (JSON.stringify(value, (name, one: unknown) => hidden(name, one)) ?? 'nothing');
  const safe = text.replace(TOKEN, '[token]').replace(COOKIE, '$1[secret]');
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST - 3)}...` : safe;
}

const hidden = (name: string, value: unknown): unknown =>
  SECRET.test(name) && value !== null ? '[secret]' : value;
