import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { importRules } from './import-rules.ts';
import { importsOf } from './imports-of.ts';
import { root, type SourceFile, sourceFiles } from './source-files.ts';
import { environmentReads, importViolations, undeclaredPackages } from './violations.ts';

const planted = (path: string, ...lines: string[]): SourceFile => ({ path, text: lines.join('\n') });
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('the directions of imports', () => {
  for (const rule of importRules) {
    it(`hold: ${rule.name}`, () => {
      assert.deepEqual(importViolations(sourceFiles(), [rule]), []);
    });

    it(`are checked: a planted import breaks "${rule.name}"`, () => {
      const file = planted(rule.example.path, `import { x } from '${rule.example.imports}';`);
      const found = importViolations([file], [rule]);
      assert.equal(found.length, 1);
      assert.match(
        found[0] ?? '',
        new RegExp(`^${rule.example.path} imports .*because ${rule.why.slice(0, 20)}`),
      );
    });
  }

  it('are read from every form of import', () => {
    const file = planted(
      'exporter/main.ts',
      "import type { A } from './a.ts';",
      'import {',
      '  b,',
      "} from '../core/b.ts';",
      "export * from './c.ts';",
      "import './d.ts';",
      "const e = await import('./e.ts');",
      "const f = require('express');",
    );
    assert.deepEqual(importsOf(file), [
      'exporter/a.ts',
      'core/b.ts',
      'exporter/c.ts',
      'exporter/d.ts',
      'exporter/e.ts',
      'express',
    ]);
  });
});

describe('packages', () => {
  it('that shipped code imports are installed with it', () => {
    assert.deepEqual(undeclaredPackages(sourceFiles(['.ts']), Object.keys(dependencies)), []);
  });

  it('of development are found when shipped code imports them', () => {
    const file = planted('core/log.ts', "import pico from 'picocolors';", "import { z } from 'zod';");
    assert.equal(undeclaredPackages([file], ['zod']).length, 1);
  });
});

describe('the environment', () => {
  it('is read by main.ts only', () => {
    assert.deepEqual(environmentReads(sourceFiles(['.ts'])), []);
  });

  it('is guarded: a planted read is found, in main.ts it is not', () => {
    const text = "const url = process.env['REDIS_URL'];";
    assert.equal(environmentReads([planted('core/redis.ts', text)]).length, 1);
    assert.deepEqual(environmentReads([planted('exporter/main.ts', text)]), []);
  });
});
