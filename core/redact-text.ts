const HIDDEN = '[redacted]';

/** What looks like a secret in the words of other programs, and what stays of it. */
const SECRETS: readonly (readonly [pattern: RegExp, shown: string])[] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s@]+(?=@)/gi, `$1${HIDDEN}`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
  [
    /([\w-]*(?:password|passwd|pwd|secret|token|api[_-]?key|authorization)[\w-]*["']?\s*[:=]\s*)(?!Bearer\b|Basic\b)("[^"]*"|'[^']*'|[^\s,;]+)/gi,
    `$1${HIDDEN}`,
  ],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, HIDDEN],
];

/** Takes out what looks like a secret, and control characters, so that a line of another program can be told on. */
export function redactText(text: string): string {
  const printable = text.replace(/\p{Cc}+/gu, ' ');
  return SECRETS.reduce((told, [pattern, shown]) => told.replace(pattern, shown), printable);
}
