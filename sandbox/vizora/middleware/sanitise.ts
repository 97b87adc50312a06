/** Tags, comments and declarations, as far as an HTML parser would take them for such. */
const MARKUP = /<!--[\s\S]*?-->|<\/?[a-zA-Z!?][^>]*>/g;
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
const ESCAPES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** A string as the platform stores it: without tags, and with `<`, `>` and `&` escaped. */
export const sanitiseIn = (text: string): string =>
  text
    .replace(MARKUP, '')
    .replace(/&(lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[<>&]/g, (sign) => ESCAPES[sign] ?? sign);

/** A string as it answers: `&` is itself again, the other two are not. */
export const sanitiseOut = (text: string): string => sanitiseIn(text).replaceAll('&amp;', '&');

/** The same for every string in a JSON value; keys are left alone. */
export function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, map)]));
}
