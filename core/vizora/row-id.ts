/** A CUID or a UUID: the only ids that the platform gives and accepts. */
export const ROW_ID = /^(c[a-z0-9]{19,29}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The same, anywhere in a text. */
const ROW_IDS = /\b(?:c[a-z0-9]{19,29}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g;

/** Every different id of the platform that stands anywhere in a value, however deep. */
export function rowIdsIn(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  return [...new Set(JSON.stringify(value).match(ROW_IDS) ?? [])];
}
