import { z } from 'zod';
import { logOversized } from '../../core/checks/log-oversized.ts';
import { unknown } from '../../core/verdict.ts';
import {
  type Check,
  type Done,
  defineAction,
  type Existence,
  type Looking,
  type Sighting,
} from '../action.ts';
import { diskExists, isRelieved, logsOfDisk, seeFullDisk, watchDisk } from './full-disk.ts';
import { filesOf, pathsOf, shown } from './log-files-of.ts';
import { countApps } from './process-subject.ts';
import { stepsFor, TrimPlan, takeTrims } from './trim-steps.ts';

/** The logs of one app, or those on a disk that they help to fill. */
const Params = z.discriminatedUnion('target_kind', [
  z.object({
    incident: z.literal('log_oversized'),
    org: z.literal('platform'),
    target_kind: z.literal('process'),
    target_id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  }),
  z.object({
    incident: z.literal('storage_high'),
    org: z.literal('platform'),
    target_kind: z.literal('host'),
    target_id: z.string().regex(/^\/[A-Za-z0-9._/-]{0,127}$/),
  }),
]);

/**
 * Shortens the logs that PM2 writes when those of an app have grown beyond measure, or their disk is critically full;
 * their ends are kept.
 */
export const trimLogs = defineAction({
  name: 'trim_logs',
  incidents: ['log_oversized', 'storage_high'],
  undo: null,
  inOrganisation: false,
  params: Params,
  plan: TrimPlan,

  // Not that of the process: what is done to its logs is no attempt at repairing it.
  canonicalTarget: ({ target_kind, target_id }) => `${target_kind === 'host' ? 'host' : 'log'}/${target_id}`,

  exists: ({ target_kind, target_id }, look) =>
    target_kind === 'host' ? diskExists(target_id, look) : appExists(target_id, look),

  population: async (_params, look) => countApps(look) + look.disks.watched.length,

  sight: ({ target_kind, target_id }, look) =>
    target_kind === 'host' ? seeFullDisk(target_id, look) : seeApp(target_id, look),

  execute: ({ target_kind, target_id }, { files }, act, leave) =>
    target_kind === 'host'
      ? takeTrims(
          files,
          () => logsOfDisk(target_id, act),
          () => isRelieved(target_id, act),
          act,
          leave,
        )
      : takeTrims(
          files,
          () => filesOf([target_id], act),
          async () => false,
          act,
          leave,
        ),

  watch: ({ target_kind, target_id }, look, done) =>
    target_kind === 'host' ? watchDisk(target_id, look, done) : watchApp(target_id, look, done),
});

async function appExists(app: string, look: Looking): Promise<Existence> {
  if (!Object.values(look.apps).includes(app)) {
    return { found: false, saw: `the configuration expects no app ${app}` };
  }
  const paths = await pathsOf([app], look);
  if (paths === null) return { found: null, saw: 'PM2 did not answer' };
  return { found: paths.length > 0, saw: `log files that PM2 names: ${paths.length}` };
}

async function seeApp(app: string, look: Looking): Promise<Sighting> {
  const files = await filesOf([app], look);
  if (files === null) {
    return { finding: unknown('source_down', 'PM2 did not answer'), plan: null, evidence: {}, before: {} };
  }
  const limit = look.checks.log_oversized.bytes;
  const before = shown(files);
  const finding = logOversized(before, limit);
  // All that is kept together is half of what they may be, so that it lasts for a while.
  const keep_bytes = Math.min(look.policies.trim_logs.keep_bytes, Math.floor(limit / 2 / files.length));
  const { steps, refused } = stepsFor(files, keep_bytes);
  const evidence = { ...before, read_at: new Date(look.clock.now()).toISOString(), refused };
  const plan = steps.length === 0 ? null : { files: steps };
  if (finding.verdict !== 'bad' || plan !== null) {
    return { finding, plan, evidence, before, restsOn: { paths: steps.map(({ path }) => path) } };
  }
  return { finding, objection: { reason: 'log_refused', saw: refused.join('; ') }, plan, evidence, before };
}

function watchApp(app: string, look: Looking, done?: Done): () => Promise<Check> {
  return async () => {
    const files = await filesOf([app], look);
    if (files === null) {
      return { finding: unknown('source_down', 'PM2 did not answer'), steady: '', after: {} };
    }
    const after = shown(files);
    const before = done?.before['bytes'];
    const gone = typeof before === 'number' ? { bytes_gone: before - after.bytes } : {};
    const finding = logOversized(after, look.checks.log_oversized.bytes);
    return { finding, steady: '', after: { ...after, ...gone } };
  };
}
