import { createHash } from 'node:crypto';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './cases.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { invariants } from './invariants/index.ts';
import type { ProcessUnderTest } from './process-under-test.ts';
import { runPlan } from './run-plan.ts';
import { storyOf } from './story.ts';

export interface CaseResult extends Pick<Case, 'name' | 'command'> {
  /** What speaks against an invariant; empty when all hold. */
  readonly violations: readonly string[];
  /** The moments in which a process was killed. */
  readonly kills: readonly string[];
  /** How many acts reached the platform. */
  readonly acts: number;
  /** How many remediations came to an act, by action. */
  readonly acted: Readonly<Record<string, number>>;
  /** The same whenever the same happened. */
  readonly digest: string;
}

export interface CaseFolders {
  /** Where runs may write; nothing stays there. */
  readonly scratch: string;
  /** Where what belongs to a run is kept when an invariant does not hold. */
  readonly kept: string;
}

/** Carries out a case, and asks of each invariant whether it held. */
export async function runCase(
  { name, command, plan, moment }: Case,
  underTest: ProcessUnderTest,
  { scratch, kept }: CaseFolders,
): Promise<CaseResult> {
  const folder = join(scratch, name.replace(' ', '-'));
  const keep = () => cpSync(folder, join(kept, name.replace(' ', '-')), { recursive: true });
  try {
    const passed = await runPlan(folder, plan, underTest);
    const evidence = await evidenceOf(folder, plan);
    const kills = evidence.lines.flatMap((line) => (line.what === 'killed' ? [line.moment] : []));
    const violations = invariants.flatMap((one) =>
      one.violations(evidence).map((sentence) => `${one.number ?? '-'} ${one.says}: ${sentence}`),
    );
    if (moment !== undefined && kills[0] !== moment) {
      violations.push(`it was killed ${kills[0] ?? 'never'}, and was to be killed ${moment}`);
    }
    if (violations.length > 0) {
      writeFileSync(join(folder, 'story.txt'), `${storyOf(evidence)}\n`);
      keep();
    }
    const digest = digestOf(evidence, passed, folder);
    return {
      name,
      command,
      violations,
      kills,
      acts: evidence.deeds.length,
      acted: actedIn(evidence),
      digest,
    };
  } catch (error) {
    // A remediator that does not start, or a store that cannot be read, is what the suite looks for, too.
    keep();
    const violation = error instanceof Error ? error.message : String(error);
    return { name, command, violations: [violation], kills: [], acts: 0, acted: {}, digest: '' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function actedIn({ executions }: Evidence): Record<string, number> {
  const byAction = Map.groupBy(executions, ({ remediation }) => remediation.action);
  return Object.fromEntries([...byAction].map(([action, some]) => [action, some.length]));
}

/** Of what the world and the journal say, and of the last life's moments; keys, hashes and folders differ from run to run. */
function digestOf({ lines, stored }: Evidence, passed: readonly string[], folder: string): string {
  return createHash('sha256')
    .update(JSON.stringify([lines, stored.journal, passed]).replaceAll(folder, ''))
    .digest('hex')
    .slice(0, 16);
}
