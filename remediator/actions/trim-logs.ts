import { z } from 'zod';
import { logOversized } from '../../core/checks/log-oversized.ts';
import { unknown } from '../../core/verdict.ts';
import { type Check, defineAction, type Looking, type Sighting } from '../action.ts';
import { countApps } from './process-subject.ts';

type LogFile = Awaited<ReturnType<Looking['logs']['look']>>[number];

/** Shortens the logs that PM2 writes for an app when they have grown beyond measure; their ends are kept. */
export const trimLogs = defineAction({
  name: 'trim_logs',
  incidents: ['log_oversized'],
  undo: null,
  inOrganisation: false,
  params: z.object({
    incident: z.string(),
    org: z.literal('platform'),
    target_kind: z.literal('process'),
    target_id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  }),
  plan: z.object({
    files: z.array(z.object({ path: z.string(), inode: z.number(), keep_bytes: z.int().min(1) })).min(1),
  }),

  // Not that of the process: what is done to its logs is no attempt at repairing it.
  canonicalTarget: ({ target_id }) => `log/${target_id}`,

  async exists({ target_id }, look) {
    if (!Object.values(look.apps).includes(target_id)) {
      return { found: false, saw: `the configuration expects no app ${target_id}` };
    }
    const paths = await pathsOf(target_id, look);
    if (paths === null) return { found: null, saw: 'PM2 did not answer' };
    return { found: paths.length > 0, saw: `log files that PM2 names: ${paths.length}` };
  },

  population: async (_params, look) => countApps(look),

  async sight({ target_id }, look): Promise<Sighting> {
    const files = await filesOf(target_id, look);
    if (files === null) {
      return { finding: unknown('source_down', 'PM2 did not answer'), plan: null, evidence: {}, before: {} };
    }
    const limit = look.checks.log_oversized.bytes;
    const before = shown(files);
    const finding = logOversized(before, limit);
    // All that is kept together is half of what they may be, so that it lasts for a while.
    const keep_bytes = Math.min(look.policies.trim_logs.keep_bytes, Math.floor(limit / 2 / files.length));
    const large = files.filter(({ bytes }) => bytes > keep_bytes);
    const steps = large.flatMap(({ path, inode, refusal }) =>
      refusal === null && inode !== null ? [{ path, inode, keep_bytes }] : [],
    );
    const refused = large.flatMap(({ path, refusal }) => (refusal === null ? [] : [`${path}: ${refusal}`]));
    const evidence = { ...before, read_at: new Date(look.clock.now()).toISOString(), refused };
    const plan = steps.length === 0 ? null : { files: steps };
    if (finding.verdict !== 'bad' || plan !== null) {
      return { finding, plan, evidence, before, restsOn: { paths: steps.map(({ path }) => path) } };
    }
    return { finding, objection: { reason: 'log_refused', saw: refused.join('; ') }, plan, evidence, before };
  },

  async execute({ target_id }, { files }, act, leave) {
    const troubles: string[] = [];
    let done = 0;
    let change = 'there was nothing to do';
    for (const { path, inode, keep_bytes } of files) {
      const present = (await filesOf(target_id, act))?.find((file) => file.path === path);
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
        }
      }
    }
    if (troubles.length > 0) throw new Error(troubles.join('; '));
    return done > 0 ? { kind: 'done' } : { kind: 'called_off', detail: change };
  },

  watch({ target_id }, look, done) {
    return async (): Promise<Check> => {
      const files = await filesOf(target_id, look);
      if (files === null) {
        return { finding: unknown('source_down', 'PM2 did not answer'), steady: '', after: {} };
      }
      const after = shown(files);
      const before = done?.before['bytes'];
      const gone = typeof before === 'number' ? { bytes_gone: before - after.bytes } : {};
      const finding = logOversized(after, look.checks.log_oversized.bytes);
      return { finding, steady: '', after: { ...after, ...gone } };
    };
  },
});

/** The files that PM2 itself names for the app; null when it did not answer. */
async function pathsOf(app: string, look: Pick<Looking, 'listProcesses'>): Promise<readonly string[] | null> {
  const { processes } = await look.listProcesses();
  const own = processes?.filter(({ name }) => name === app);
  return own === undefined ? null : [...new Set(own.flatMap(({ logFiles }) => logFiles))];
}

async function filesOf(
  app: string,
  look: Pick<Looking, 'listProcesses' | 'logs'>,
): Promise<readonly LogFile[] | null> {
  const paths = await pathsOf(app, look);
  return paths === null ? null : look.logs.look(paths);
}

const shown = (files: readonly LogFile[]) => ({
  bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  files: files.map(({ path, bytes }) => ({ path, bytes })),
});
