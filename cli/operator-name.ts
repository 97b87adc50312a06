import { userInfo } from 'node:os';

/** Who is at the keyboard, for the records of others: the user, also behind sudo. */
export function operatorName(env: NodeJS.ProcessEnv): string {
  const before = env['SUDO_USER'];
  if (before !== undefined && before !== '') return before;
  try {
    return userInfo().username;
  } catch {
    // A user without an entry, as in a container, has a number only.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
