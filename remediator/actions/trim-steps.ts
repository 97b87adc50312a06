import { z } from 'zod';
import type { Acting, Execution, Leave } from '../action.ts';
import type { LogFile } from './log-files-of.ts';

/** Which files are cut, and how much of their ends is kept. */
export const TrimPlan = z.object({
  files: z.array(z.object({ path: z.string(), inode: z.number(), keep_bytes: z.int().min(1) })).min(1),
});
type Step = z.infer<typeof TrimPlan>['files'][number];

/** Those of the large ones that may be cut, and why the others may not. */
export function stepsFor(files: readonly LogFile[], keep_bytes: number) {
  const large = files.filter(({ bytes }) => bytes > keep_bytes);
  const steps = large.flatMap(({ path, inode, refusal }): Step[] =>
    refusal === null && inode !== null ? [{ path, inode, keep_bytes }] : [],
  );
  const refused = large.flatMap(({ path, refusal }) => (refusal === null ? [] : [`${path}: ${refusal}`]));
  return { steps, refused };
}

/**
 * Looks before each cut whether the file is still that of the evidence; what is not, is left alone.
 *
 * @param look the files as they are now; null when nobody can say
 * @param isEnough asked after each cut: whether the others may be left whole
 */
export async function takeTrims(
  steps: readonly Step[],
  look: () => Promise<readonly LogFile[] | null>,
  isEnough: () => Promise<boolean>,
  act: Pick<Acting, 'logs'>,
  leave: Leave,
): Promise<Execution> {
  const troubles: string[] = [];
  let done = 0;
  let change = 'there was nothing to do';
  for (const { path, inode, keep_bytes } of steps) {
    const present = (await look())?.find((file) => file.path === path);
    const refusal = await leave.refusal();
    if (refusal !== null) {
      if (done === 0 && troubles.length === 0) return { kind: 'refused', detail: refusal };
      troubles.push(`no further: ${refusal}`);
      break;
    }
    if (present === undefined) change = `PM2 does not name ${path} any more`;
    else if (present.inode !== inode) change = `${path} is another file by now`;
    else if (present.bytes <= keep_bytes) change = `${path} is short by now`;
    else {
      try {
        await act.logs.trim({ path, inode }, keep_bytes, leave.signal);
        done += 1;
      } catch (error) {
        troubles.push(error instanceof Error ? error.message : String(error));
        continue;
      }
      // One that cannot tell ends the act: what is left is not cut without a reason.
      if (await isEnough()) break;
    }
  }
  if (troubles.length > 0) throw new Error(troubles.join('; '));
  return done > 0 ? { kind: 'done' } : { kind: 'called_off', detail: change };
}
