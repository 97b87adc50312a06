import pc from 'picocolors';
import { ACTION_NAMES } from '../../remediator/action.ts';
import type { CaseResult } from './run-case.ts';

/** What people read at the end: what did not hold, how to see it again, and the sum. */
export function report(results: readonly CaseResult[], seconds: number, kept: string): string {
  const violated = results.filter(({ violations }) => violations.length > 0);
  const sum = (count: (result: CaseResult) => number) =>
    results.reduce((total, result) => total + count(result), 0).toLocaleString('en');
  return [
    ...violated.map(sayViolated),
    ...(violated.length === 0
      ? []
      : [`What belongs to these runs lies in ${kept}, each with its story.txt.`]),
    `Came to an act: ${Object.entries(actedIn(results))
      .map(([action, count]) => `${action} ${count}`)
      .join(', ')}.`,
    `${results.length.toLocaleString('en')} runs with ${sum(({ kills }) => kills.length)} kills and ` +
      `${sum(({ acts }) => acts)} acts in ${seconds.toFixed(0)} s: ` +
      (violated.length === 0
        ? pc.green('every invariant held.')
        : pc.red(`${violated.length} did not hold.`)),
  ].join('\n\n');
}

/** How many remediations came to an act, by action. */
export function actedIn(results: readonly Pick<CaseResult, 'acted'>[]): Record<string, number> {
  const total = (action: string) => results.reduce((sum, { acted }) => sum + (acted[action] ?? 0), 0);
  return Object.fromEntries(ACTION_NAMES.map((action) => [action, total(action)]));
}

function sayViolated({ name, command, kills, violations }: CaseResult): string {
  return [
    pc.red(`${name} (again: ${command})`),
    ...kills.map((moment) => `  killed ${moment}`),
    ...violations.map((sentence) => `  ${sentence}`),
  ].join('\n');
}
