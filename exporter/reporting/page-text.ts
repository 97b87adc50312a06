const LOOKALIKES: Readonly<Record<string, string>> = { '<': '‹', '>': '›' };

/**
 * A text as the platform keeps it unchanged: its sanitiser takes `<` and `>` for markup, so that they become signs
 * that look alike. One line, of at most so many characters.
 */
export function pageText(text: string, longest: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replace(/[<>]/g, (sign) => LOOKALIKES[sign] ?? sign)
    .trim();
  return line.length <= longest
    ? line
    : `${line
        .slice(0, longest - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
