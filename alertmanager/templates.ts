import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../core/package.ts';

/** Rendered beside the others, from the rules. */
export const MACHINE_TEMPLATE = 'machine.tmpl';

/** The templates that are written by hand: text by name. */
export function handwrittenTemplates(): ReadonlyMap<string, string> {
  const folder = join(packageFolder(), 'alertmanager', 'templates');
  const names = readdirSync(folder).filter((name) => name.endsWith('.tmpl') && name !== MACHINE_TEMPLATE);
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
