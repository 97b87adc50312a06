/** A CUID or a UUID: the only ids that the platform gives and accepts, and nothing that could change a path. */
export const ROW_ID = /^(c[a-z0-9]{19,29}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The same within a text, with no letter or digit on either side. */
const ROW_IDS =
  /(?<![A-Za-z0-9])(?:c[a-z0-9]{19,29}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![A-Za-z0-9])/g;

/** Every different id of the platform that stands anywhere in a value out of JSON, however deep. */
export function rowIdsIn(value: unknown): readonly string[] {
  const found = new Set<string>();
  // No recursion: what others wrote may be nested deeper than a stack.
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string') for (const [id] of next.matchAll(ROW_IDS)) found.add(id);
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, inside] of Object.entries(next)) left.push(key, inside);
  }
  return [...found];
}
