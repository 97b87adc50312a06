const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const LONGEST = 2_999;

/**
 * A text as Slack takes it: what anybody typed stays text (no link, no mention of everybody), and it is below 3,000
 * characters. What is longer is cut and ends with an ellipsis.
 */
export function slackText(text: string): string {
  let escaped = '';
  for (const character of text.toWellFormed()) {
    const next = ENTITIES[character] ?? character;
    if (escaped.length + next.length >= LONGEST) return `${escaped}…`;
    escaped += next;
  }
  return escaped;
}
