import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { loadPrograms } from '../sandbox/stack/programs.ts';

interface Series {
  readonly series: string;
  readonly values: string;
}

interface AlertCheck {
  readonly eval_time: string;
  readonly alertname: string;
  readonly exp_alerts?: readonly {
    readonly exp_labels: Readonly<Record<string, string>>;
    readonly exp_annotations?: Readonly<Record<string, string>>;
  }[];
}

/** One test of promtool: what is scraped, and which alerts are expected when. */
export interface RuleCase {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly Series[];
  readonly alert_rule_test?: readonly AlertCheck[];
  readonly promql_expr_test?: readonly object[];
  /** What the file says for all of its tests. */
  readonly file: Readonly<Record<string, unknown>> & { readonly rule_files: readonly string[] };
}

const folder = join(import.meta.dirname, 'tests');

/** Every test of every file below prometheus/tests. */
export function ruleCases(): readonly RuleCase[] {
  return readdirSync(folder).flatMap((name) => {
    const { tests, ...file } = parse(readFileSync(join(folder, name), 'utf8')) as {
      tests: RuleCase[];
    } & RuleCase['file'];
    const rule_files = file.rule_files.map((path) => join(folder, path));
    return tests.map((test) => ({ ...test, file: { ...file, rule_files } }));
  });
}

const UNITS = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;

/** A duration as Prometheus writes it, such as 1h30m, in seconds. */
export const secondsOf = (duration: string): number =>
  [...duration.matchAll(/(\d+)(ms|[smhdw])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNITS[unit as keyof typeof UNITS],
    0,
  );

/** The samples of a series, one word each, as promtool expands them. */
function samplesOf(values: string): string[] {
  return values
    .trim()
    .split(/\s+/)
    .flatMap((word) => {
      const [, first, step, times] = /^(_|stale|-?[\d.e]+)([+-][\d.e]+)?x(\d+)$/.exec(word) ?? [];
      if (first === undefined || times === undefined) return [word];
      if (first === '_' || first === 'stale') return Array.from({ length: Number(times) }, () => first);
      return Array.from({ length: Number(times) + 1 }, (_, index) =>
        String(Number(first) + index * Number(step ?? 0)),
      );
    });
}

const isUp = ({ series }: Series) => /^up[{]/.test(series);
const isOurs = ({ series }: Series) => /job="vizora_(exporter|remediator)"/.test(series);

/** The same, with what is scraped of us gone from a moment on for so many scrapes, as in a restart. */
export function withRestart(test: RuleCase, atSeconds: number, scrapes: number): RuleCase {
  const from = Math.floor(atSeconds / secondsOf(test.interval)) + 1;
  const during = (index: number) => index >= from && index < from + scrapes;
  return {
    ...test,
    input_series: test.input_series.map((one) => {
      if (!isOurs(one)) return one;
      const away = (index: number) => (isUp(one) ? '0' : index === from ? 'stale' : '_');
      const samples = samplesOf(one.values).map((value, index) => (during(index) ? away(index) : value));
      return { ...one, values: samples.join(' ') };
    }),
  };
}

/** The same, of which nothing is known but who answers. */
export const withoutKnowledge = (test: RuleCase): RuleCase => ({
  ...test,
  input_series: test.input_series.filter(isUp),
});

/** A test with what is expected of it instead of its own. */
export interface Trial {
  readonly test: RuleCase;
  readonly expect: readonly object[];
}

/** Says of each which holds; those about one test are tried together first, as most do. */
export function whichHold(scratch: string, trials: readonly Trial[]): readonly boolean[] {
  const together = [...Map.groupBy(trials, ({ test }) => test)];
  const all = run(
    join(scratch, 'together'),
    together.map(([test, of]) => ({ test, expect: of.flatMap(({ expect }) => expect) })),
  );
  const held = new Set(together.filter((_, index) => all[index]).map(([test]) => test));
  const doubtful = trials.filter(({ test }) => !held.has(test));
  const alone = run(join(scratch, 'alone'), doubtful);
  const failed = new Set(doubtful.filter((_, index) => !alone[index]));
  return trials.map((trial) => !failed.has(trial));
}

function run(scratch: string, trials: readonly Trial[]): readonly boolean[] {
  if (trials.length === 0) return [];
  const { promtool } = loadPrograms();
  mkdirSync(scratch, { recursive: true });
  const files = trials.map(({ test: { file, alert_rule_test: _, ...test }, expect }, index) => {
    const path = join(scratch, `${index}.yml`);
    writeFileSync(path, stringify({ ...file, tests: [{ ...test, promql_expr_test: expect }] }));
    return path;
  });
  // What holds is told on one stream and what does not on the other: in one file they keep their order.
  const output = join(scratch, 'output.txt');
  const to = openSync(output, 'w');
  spawnSync(promtool.command, ['test', 'rules', ...files], {
    env: { ...process.env, ...promtool.env },
    stdio: ['ignore', to, to],
  });
  closeSync(to);
  const said = readFileSync(output, 'utf8');
  const verdicts = [...said.matchAll(/^\s*(SUCCESS|FAILED)/gm)].map(([, word]) => word === 'SUCCESS');
  if (verdicts.length !== trials.length) throw new Error(`promtool answers otherwise than expected: ${said}`);
  return verdicts;
}
