import { dirname, join, normalize } from 'node:path/posix';
import type { SourceFile } from './source-files.ts';

const forms = [
  /^\s*(?:import|export)\s[^'"`;]*?\bfrom\s*['"]([^'"$]+)['"]/gm,
  /^\s*import\s*['"]([^'"$]+)['"]/gm,
  /\bimport\(\s*['"]([^'"$]+)['"]\s*\)/g,
  /\brequire\(\s*['"]([^'"$]+)['"]\s*\)/g,
];

/** What a file imports: files as paths from the root, packages and Node's modules by their names. */
export function importsOf({ path, text }: SourceFile): string[] {
  const named = forms.flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? ''));
  return [...new Set(named)].map((name) =>
    name.startsWith('.') ? normalize(join(dirname(path), name)) : name,
  );
}

/** The package that an import names: `pm2` of `pm2/lib/API`, `@types/node` of `@types/node/fs`. */
export function packageOf(imported: string): string {
  return imported
    .split('/')
    .slice(0, imported.startsWith('@') ? 2 : 1)
    .join('/');
}
