import pc from 'picocolors';
import { table } from '../../cli/print-table.ts';
import { boundsOf, violationsOf } from './judge-curve.ts';
import { type Curve, FLEET } from './measure-curve.ts';

const MINUTE = 60_000;
const STEP_MINUTES = 5;

/** What people read: how many commands were sent when, what bounded them, and what people were told. */
export function showCurves(curves: readonly Curve[]): string {
  const columns = curves.map(({ broken }) => `${broken} silent`);
  const minutes = Math.max(...curves.map((curve) => curve.minutes));
  const steps = Array.from({ length: Math.ceil(minutes / STEP_MINUTES) }, (_, n) => n * STEP_MINUTES);
  const overTime = steps.map((from) => [
    `${from} to ${from + STEP_MINUTES} min`,
    ...curves.map(({ commands }) => {
      const sent = commands.filter(({ at }) => at >= from * MINUTE && at < (from + STEP_MINUTES) * MINUTE);
      return sent.length === 0 ? '' : String(sent.length);
    }),
  ]);
  const bounds = curves.map(boundsOf);
  const mostOf = (bounds[0] ?? []).map(({ what, allowed }, n) => [
    `most ${what} (${allowed} allowed)`,
    ...bounds.map((own) => String(own[n]?.most)),
  ]);
  return [
    `Of ${FLEET} displays some fall silent at once; when they are asked to reload, ` +
      `${curves[0]?.effect === 'nothing' ? 'nothing changes' : 'they come back'}.`,
    `Commands that reached the platform:\n${table(['', ...columns], overTime)}`,
    table(
      ['', ...columns],
      [
        ['commands in all', ...curves.map(({ commands }) => String(commands.length))],
        ...mostOf,
        ['how they ended', ...curves.map(({ outcomes }) => inWords(outcomes))],
        ['people were told of', ...curves.map(({ escalations }) => told(escalations))],
        ['silent at the end', ...curves.map(({ silentAtEnd }) => String(silentAtEnd))],
      ],
    ),
    ...curves.map(judgement),
  ].join('\n\n');
}

function judgement(curve: Curve): string {
  const violations = violationsOf(curve);
  return violations.length === 0
    ? `${curve.broken} silent: ${pc.green('every bound held')}; refused with ${inWords(refusals(curve))}`
    : violations.map((sentence) => pc.red(`${curve.broken} silent: ${sentence}`)).join('\n');
}

function refusals({ decisions: { fault_confirmed: _, ...refused } }: Curve): Record<string, number> {
  return refused;
}

const told = (escalations: Curve['escalations']): string =>
  inWords(
    Object.fromEntries(
      [...Map.groupBy(escalations, ({ reason }) => reason)].map(([reason, all]) => [reason, all.length]),
    ),
  );

const inWords = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ') || 'nothing';
