import { type ImportRule, importRules } from './import-rules.ts';
import { importsOf, packageOf } from './imports-of.ts';
import type { SourceFile } from './source-files.ts';

/** Every import that goes against a rule, as a sentence with the reason. */
export function importViolations(
  files: readonly SourceFile[],
  rules: readonly ImportRule[] = importRules,
): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap((imported) =>
      rules
        .filter((rule) => rule.about(file.path) && !rule.allows(imported, file.path))
        .map((rule) => `${file.path} imports ${imported}: ${rule.name}, because ${rule.why}`),
    ),
  );
}

const shipped = /^(core|exporter|remediator|cli)\//;

/** Packages that shipped code imports although they are not installed with it. */
export function undeclaredPackages(files: readonly SourceFile[], dependencies: readonly string[]): string[] {
  return files
    .filter(({ path }) => shipped.test(path) && !/\.(test|test-support|d)\.ts$/.test(path))
    .flatMap((file) =>
      importsOf(file)
        .filter((imported) => !shipped.test(imported) && !imported.startsWith('node:'))
        .filter((imported) => !dependencies.includes(packageOf(imported)))
        .map(
          (imported) =>
            `${file.path} imports ${imported}, which is not among the dependencies in package.json`,
        ),
    );
}

/** Reads of the environment outside of the places that may. */
export function environmentReads(files: readonly SourceFile[]): string[] {
  const mayRead = /(^|\/)main\.ts$|^(prepare|sandbox|tests|benchmarks|bin)\/|\.test(-support)?\.ts$/;
  return files
    .filter(
      ({ path, text }) =>
        !mayRead.test(path) && /\bprocess\s*\.\s*env\b|\benv\b[^\n]*from 'node:process'/.test(text),
    )
    .map(
      ({ path }) =>
        `${path} reads process.env: only main.ts does, because what arrives as an argument can be tested and is checked once`,
    );
}
