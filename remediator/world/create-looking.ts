import type { Pm2, Pm2Sample } from '../../core/pm2/process.ts';
import { createRequestBudget } from '../../core/vizora/request-budget.ts';
import type { Looking } from '../tools.ts';
import type { Accounts } from './accounts.ts';
import { type ContentSurvey, createContentSurvey } from './content-survey.ts';
import { displayReaders } from './display-readers.ts';
import { createProcessHistory } from './process-history.ts';

export interface LookingOptions
  extends Pick<
    Looking,
    | 'clock'
    | 'apps'
    | 'checks'
    | 'policies'
    | 'probe'
    | 'lookAtRealtime'
    | 'lookAtDependency'
    | 'tables'
    | 'logs'
    | 'disks'
  > {
  readonly pm2: Pick<Pm2, 'list'>;
  readonly accounts: Pick<Accounts, 'reader'>;
  /** How often PM2's list is read when nothing is wrong, in ms. */
  readonly intervalMs: number;
}

/** A population changes slowly, and each count costs a request. */
const COUNT_KEPT_MS = 60_000;
/** Half of what the process may ask of one route: the rest is for repairs. */
const SURVEY_PACE = { perSecond: 4, perMinute: 30, perHour: 150 } as const;

export function createLooking(options: LookingOptions): Looking {
  const { clock, apps, checks, policies, probe, lookAtRealtime, lookAtDependency, tables, logs, pm2 } =
    options;
  const { disks, accounts, intervalMs } = options;
  const counts = new Map<string, { readonly at: number; readonly count: number }>();
  const surveys = new Map<string, ContentSurvey>();
  const surveyPace = createRequestBudget({ clock, ...SURVEY_PACE });

  async function counted(what: string, count: () => Promise<number>): Promise<number> {
    const known = counts.get(what);
    const at = clock.now();
    if (known !== undefined && Math.abs(at - known.at) < COUNT_KEPT_MS) return known.count;
    const fresh = await count();
    counts.set(what, { at, count: fresh });
    return fresh;
  }

  function surveyOf(org: string): ContentSurvey {
    const existing = surveys.get(org);
    if (existing !== undefined) return existing;
    const survey = createContentSurvey({ source: accounts.reader(org), pace: surveyPace, clock });
    surveys.set(org, survey);
    return survey;
  }

  const reachMs = Math.max(policies.reload_process.memory_within, checks.process_memory_high.within);
  const history = createProcessHistory({ reachMs, intervalMs });

  async function list(): Promise<Pm2Sample> {
    try {
      const processes = await pm2.list();
      return { at: clock.now(), processes };
    } catch {
      // A sample without processes says so, and no verdict but unknown can come of it.
      return { at: clock.now(), processes: null };
    }
  }

  return {
    clock,
    apps,
    checks,
    policies,
    probe,
    lookAtRealtime,
    // Without what writes.
    tables: { configured: tables.configured, read: () => tables.read() },
    logs: { look: (paths) => logs.look(paths) },
    disks,
    lookAtDependency,
    async listProcesses() {
      const sample = await list();
      history.note(sample);
      return sample;
    },
    processHistory: history.read,
    schedules: (org) => ({
      getSchedule: (id) => accounts.reader(org).getSchedule(id),
      countSchedules: () => counted(`schedules of ${org}`, () => accounts.reader(org).countSchedules()),
    }),
    contents(org) {
      const source = accounts.reader(org);
      return {
        ...surveyOf(org),
        platformNow: () => source.platformNow(),
        getContent: (id) => source.getContent(id),
        countContents: () => counted(`contents of ${org}`, () => source.countContents()),
        storage: () => source.storage(),
      };
    },
    displays: displayReaders({ clock, accounts }),
  };
}
