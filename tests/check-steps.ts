import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { loadPrograms } from '../sandbox/stack/programs.ts';
import type { Step } from './run-step.ts';

const testOptions = ['--test', '--test-reporter=spec', '--test-timeout=300000'];

/** What `npm run check` does, in order. */
export function checkSteps(root: string): Step[] {
  const { promtool, amtool } = loadPrograms(join(root, '.vizora-ops'));
  const node = (name: string, ...args: string[]): Step => ({ name, command: process.execPath, args });
  const packaged = (name: string, program: string, ...args: string[]): Step =>
    node(name, join(root, 'node_modules', program), ...args);
  const files = (...patterns: string[]): string[] =>
    globSync(patterns, { cwd: root, exclude: ['node_modules/**', 'dist/**', '.vizora-ops/**'] }).sort();
  const test = (name: string, about: string[]): Step => ({ ...node(name, ...testOptions, ...about), about });
  const prometheus = (name: string, args: string[], about: string[]): Step => {
    return { name, command: promtool.command, env: promtool.env, args: [...args, ...about], about };
  };
  const routing = ['alertmanager/alertmanager.yml'].filter((file) => existsSync(join(root, file)));
  const separate = /^tests\/(system|architecture)\//;
  return [
    packaged(
      'format and lint',
      '@biomejs/biome/bin/biome',
      'ci',
      `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
      '.',
    ),
    packaged('types', 'typescript/bin/tsc', '--project', 'tsconfig.json'),
    test('architecture', files('tests/architecture/**/*.test.ts')),
    packaged('unused code', 'knip/bin/knip.js', '--no-progress'),
    test(
      'unit and contract tests',
      files('**/*.test.{ts,mjs}').filter((file) => !separate.test(file)),
    ),
    prometheus('prometheus configuration', ['check', 'config'], files('prometheus/prometheus.yml')),
    prometheus('alert rules', ['check', 'rules'], files('prometheus/rules/*.yml')),
    prometheus('alert rule tests', ['test', 'rules'], files('prometheus/tests/*.test.yml')),
    { name: 'alert routing', ...amtool, args: ['check-config', ...routing], about: routing },
    node('generated files are fresh', join(root, 'tests/generate.ts'), '--check'),
  ];
}
