/** A value that a text names as `{name}` and nobody has looked up yet. */
export class Unresolved extends Error {
  readonly thing: string;
  constructor(thing: string) {
    super(`${thing} is not known`);
    this.thing = thing;
  }
}

const PLACE = /\{([a-z_]+)\}/g;

/** The names that a value's strings refer to. */
export function namesIn(value: unknown): string[] {
  return [...JSON.stringify(value ?? null).matchAll(PLACE)].map(([, name]) => name ?? '');
}

/** The value with every `{name}` in its strings replaced; object keys stay as they are. */
export function fill<T>(value: T, given: (name: string) => string): T {
  if (typeof value === 'string') return value.replace(PLACE, (_all, name: string) => given(name)) as T;
  if (Array.isArray(value)) return value.map((one) => fill(one, given)) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, given)])) as T;
  return value;
}

/**
 * What the names in a template stand for in a text that was made from it.
 *
 * @returns null when the text was not
 */
export function capture(template: string, text: string): Map<string, string> | null {
  const names: string[] = [];
  const pattern = template
    .split(PLACE)
    .map((part, i) => {
      if (i % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part);
      return '(.+?)';
    })
    .join('');
  const found = new RegExp(`^${pattern}$`).exec(text);
  return found && new Map(names.map((name, i) => [name, found[i + 1] ?? '']));
}
