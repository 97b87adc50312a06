/**
 * What `node prepare/run.mjs <task>` runs, by name: the target with fixed arguments in front of the given ones, and
 * what must be ready before it. Packages are always made ready.
 *
 * - `programs`: Prometheus, Alertmanager, Redis and PostgreSQL
 * - `dist`: the compiled sources
 * - `scratch`: a folder of its own for temporary files, which goes when the task ends
 * - `env`: files that variables name which are not set, where the file is there
 */
export const tasks = {
  start: { target: ['sandbox/stack/start.ts'], programs: true, dist: true },
  test: { target: ['tests/run.ts'], programs: true, dist: true, scratch: true },
  check: { target: ['tests/check.ts'], programs: true, dist: true, scratch: true },
  drill: { target: ['sandbox/drill/main.ts'], programs: true, dist: true },
  crash: { target: ['tests/crash/main.ts'] },
  mutation: { target: ['tests/mutation/main.ts'] },
  curve: { target: ['tests/curve/main.ts'] },
  'benchmark:rules': { target: ['benchmarks/rules/main.ts'], programs: true, scratch: true },
  // Against a platform that runs elsewhere nothing is started here.
  contract: {
    target: ['tests/contract/main.ts'],
    scratch: true,
    programs: (args) => !args.some((it) => it.startsWith('--base-url')),
  },
  render: { target: ['prometheus/main.ts'] },
  exporter: { target: ['dist/exporter/main.js'], dist: true },
  remediator: { target: ['dist/remediator/main.js'], dist: true },
  // Of the local stack, unless told otherwise.
  ops: { target: ['cli/main.ts'], env: { VIZORA_OPS_CONFIG: '.vizora-ops/stack/vizora-ops.yaml' } },
  generate: { target: ['tests/generate.ts'] },
  format: { target: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.'] },
  build: { dist: 'strict' },
  'prepare:programs': { programs: true },
};
