import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { Pm2Error } from './pm2-error.ts';
import { PM2_STATUSES, type Pm2Process } from './process.ts';

/** PM2 resolves it under the folder of the app; where it has not, nobody else can. */
const LogPath = z.string().refine(isAbsolute).nullish().catch(null);

/** What is read of one entry of `getMonitorData`; everything else, the environment above all, is dropped. */
const Entry = z
  .object({
    name: z.string().min(1),
    pm_id: z.int().min(0),
    pid: z.int().min(0).nullish(),
    pm2_env: z.object({
      status: z.enum(PM2_STATUSES),
      exec_mode: z.enum(['fork_mode', 'cluster_mode']),
      restart_time: z.int().min(0).default(0),
      unstable_restarts: z.int().min(0).default(0),
      pm_uptime: z.number().nullish(),
      // A limit that cannot be read is no limit that anything may be judged by.
      max_memory_restart: z.number().positive().nullish().catch(null),
      cron_restart: z.union([z.string(), z.number()]).nullish().catch(null),
      pm_out_log_path: LogPath,
      pm_err_log_path: LogPath,
    }),
    monit: z.object({ memory: z.number().min(0) }).nullish(),
  })
  .transform(({ name, pm_id, pid, pm2_env: env, monit }): Pm2Process => {
    const online = env.status === 'online';
    return {
      name,
      pmId: pm_id,
      pid: pid ?? 0,
      status: env.status,
      execMode: env.exec_mode === 'cluster_mode' ? 'cluster' : 'fork',
      restarts: env.restart_time,
      unstableRestarts: env.unstable_restarts,
      startedAt: online ? (env.pm_uptime ?? null) : null,
      // PM2 says 0 of all when it could not measure one of them.
      memoryBytes: online ? monit?.memory || null : null,
      memoryLimitBytes: env.max_memory_restart ?? null,
      // PM2 keeps 0 where a timetable was switched off.
      cron: typeof env.cron_restart === 'string' && env.cron_restart !== '' && env.cron_restart !== '0',
      logFiles: distinct(env.pm_out_log_path, env.pm_err_log_path),
    };
  });

const distinct = (...paths: readonly (string | null | undefined)[]): readonly string[] => [
  ...new Set(paths.filter((path) => typeof path === 'string')),
];

const ProcessList = z.array(Entry);

/** What is read of PM2's list, from its socket or its command line. @throws Pm2Error `unexpected_answer` */
export function parseProcessList(answer: unknown): readonly Pm2Process[] {
  const parsed = ProcessList.safeParse(answer);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  throw new Pm2Error('unexpected_answer', `PM2 answered what is not a process list${place}`);
}
