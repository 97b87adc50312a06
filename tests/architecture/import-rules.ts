import { packageOf } from './imports-of.ts';

/** One direction of imports: which files it is about, what they may import, and why. */
export interface ImportRule {
  readonly name: string;
  readonly about: (path: string) => boolean;
  /** Given a path from the root or the name of a package. */
  readonly allows: (imported: string, path: string) => boolean;
  readonly why: string;
  /** A file and an import that break it. */
  readonly example: { readonly path: string; readonly imports: string };
}

/** Tests, and what only tests build their worlds with. */
const isTest = (path: string): boolean => /\.test(-support)?\.ts$/.test(path);
const within = (...folders: string[]) => {
  return (path: string): boolean => folders.some((folder) => path.startsWith(`${folder}/`));
};
/** Files of ours begin with one of our folders; all else is a package or a module of Node. */
const isFile = within(
  ...['core', 'exporter', 'remediator', 'cli', 'prometheus', 'alertmanager', 'grafana'],
  ...['sandbox', 'tests', 'benchmarks', 'prepare', 'bin', 'docs', 'dist', '..'],
);
/** What tests beside a source take from the sandbox: where the prepared programs are, and who stands in for people. */
const forTests = [
  'sandbox/stack/programs.ts',
  'sandbox/people/slack-stand-in.ts',
  'sandbox/people/smtp-receiver.ts',
];
const files = (allowed: (path: string) => boolean) => {
  return (imported: string, path: string): boolean =>
    !isFile(imported) || allowed(imported) || (isTest(path) && forTests.includes(imported));
};

/** Values and types without effects, which every judgement speaks in. */
const words = ['core/incidents.ts', 'core/verdict.ts', 'core/target.ts', 'core/pm2/process.ts'];

/** A unit: a file of its folder that is neither its list nor a test. */
const unitOf = (folder: string) => (path: string) =>
  within(folder)(path) && !isTest(path) && path !== `${folder}/index.ts`;

export const importRules: readonly ImportRule[] = [
  {
    name: 'core imports core only',
    about: within('core'),
    allows: files(within('core')),
    why: 'exporter, remediator and command line all stand on core: what core knew of one, all would depend on',
    example: { path: 'core/clock.ts', imports: '../exporter/board.ts' },
  },
  {
    name: 'a predicate imports predicates and plain words only',
    about: (path) => within('core/checks')(path) && !isTest(path),
    allows: (imported) => within('core/checks')(imported) || words.includes(imported),
    why: 'detection and verification share the predicates, so they may not look at the world or the clock themselves',
    example: { path: 'core/checks/service-down.ts', imports: 'node:fs' },
  },
  {
    name: 'the exporter imports itself and core',
    about: within('exporter'),
    allows: files(within('exporter', 'core')),
    why: 'detecting works without repairing: the two meet as metric, rule, alert and webhook, never in code',
    example: { path: 'exporter/board.ts', imports: '../remediator/engine.ts' },
  },
  {
    name: 'the remediator imports itself and core',
    about: within('remediator'),
    allows: files(within('remediator', 'core')),
    why: 'repairing takes its evidence first-hand: what the exporter thinks reaches it as an alert, a hint',
    example: { path: 'remediator/engine.ts', imports: '../exporter/board.ts' },
  },
  {
    name: 'the command line imports itself and core',
    about: within('cli'),
    allows: files(within('cli', 'core')),
    why: 'it talks to the running processes over HTTP, so that there is one place that decides',
    example: { path: 'cli/explain.ts', imports: '../remediator/ledger/store.ts' },
  },
  {
    name: 'the monitoring configuration imports itself and core',
    about: within('prometheus', 'alertmanager', 'grafana'),
    allows: files(within('prometheus', 'alertmanager', 'grafana', 'core')),
    why: 'rules and dashboards are made of names that core holds, and must not need a program to be rendered',
    example: { path: 'prometheus/render.ts', imports: '../exporter/metrics.ts' },
  },
  {
    name: 'an agent imports agent.ts, the predicates and plain words only',
    about: unitOf('exporter/agents'),
    allows: (imported) =>
      imported === 'exporter/agent.ts' ||
      within('core/checks', 'exporter/agents')(imported) ||
      words.includes(imported),
    why: 'an agent is a pure function from a snapshot to verdicts: what it needs it declares, and is given',
    example: { path: 'exporter/agents/schedule-doctor.ts', imports: '../../core/vizora/client.ts' },
  },
  {
    name: 'an action imports action.ts, zod and the predicates only',
    about: unitOf('remediator/actions'),
    allows: (imported) =>
      ['remediator/action.ts', 'zod', ...words].includes(imported) ||
      within('core/checks', 'remediator/actions')(imported),
    why: 'an action gets what it may touch as an argument, so that the engine can bound and journal it',
    example: { path: 'remediator/actions/restart-process.ts', imports: 'node:child_process' },
  },
  {
    name: 'nothing that ships imports the sandbox',
    about: (path) => !within('sandbox', 'tests', 'benchmarks')(path),
    allows: files((imported) => !within('sandbox')(imported)),
    why: 'the stand-in platform is for development, and is not in the package',
    example: { path: 'grafana/generate.ts', imports: '../sandbox/stack/ports.ts' },
  },
  {
    name: 'nothing imports the tests but tests',
    about: (path) => !within('tests')(path),
    allows: files((imported) => !within('tests')(imported)),
    why: 'what two places need belongs to neither of their tests',
    example: { path: 'sandbox/stack/start.ts', imports: '../../tests/contract/row.ts' },
  },
  {
    name: 'nothing imports the benchmarks but benchmarks',
    about: (path) => !within('benchmarks')(path),
    allows: files((imported) => !within('benchmarks')(imported)),
    why: 'a measurement must be free to change with what it measures',
    example: { path: 'tests/check.ts', imports: '../benchmarks/memory.ts' },
  },
  {
    name: 'preparing imports nothing but Node',
    about: within('prepare'),
    allows: (imported) => imported.startsWith('node:') || within('prepare')(imported),
    why: 'it is what runs first, on whatever Node the machine has, before any package is installed',
    example: { path: 'prepare/run.mjs', imports: 'picocolors' },
  },
  {
    name: 'PM2 is a program, never imported',
    about: () => true,
    allows: (imported) => packageOf(imported) !== 'pm2',
    why: 'PM2 is under the AGPL, which would reach what imports it; its daemon is spoken to over its socket',
    example: { path: 'core/pm2/create-pm2.ts', imports: 'pm2/lib/API.js' },
  },
];
