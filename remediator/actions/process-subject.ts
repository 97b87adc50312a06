import { z } from 'zod';
import type { Pm2Process, Pm2Sample } from '../../core/pm2/process.ts';
import type { ServiceName } from '../../core/target.ts';
import type { Existence, Looking } from '../action.ts';

/** What is read of the labels that name a process. */
export const ProcessParams = z.object({
  incident: z.string(),
  org: z.literal('platform'),
  target_kind: z.enum(['service', 'process']),
  target_id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(:\d{1,6})?$/),
});
export type ProcessParams = z.infer<typeof ProcessParams>;

/** What they name: a service that is probed, or an app of PM2, or one process of it. */
export interface Subject {
  readonly app: string;
  readonly pmId: number | null;
  readonly service: ServiceName | null;
}

function subjectOf({ target_kind, target_id }: ProcessParams, apps: Looking['apps']): Subject | null {
  if (target_kind === 'service') {
    if (!Object.hasOwn(apps, target_id)) return null;
    const service = target_id as ServiceName;
    return { app: apps[service], pmId: null, service };
  }
  const [app = '', pmId] = target_id.split(':');
  return { app, pmId: pmId === undefined ? null : Number(pmId), service: null };
}

/** For labels that were bound before, against the same configuration. */
export function subjectIn(params: ProcessParams, look: Looking): Subject {
  const subject = subjectOf(params, look.apps);
  if (subject === null) throw new Error(`${params.target_id} is no service`);
  return subject;
}

export const processTarget = (params: ProcessParams, apps: Looking['apps']): string | null => {
  const subject = subjectOf(params, apps);
  return subject === null ? null : `process/${subject.app}`;
};

/** Is it an app that the configuration expects, and does PM2 have it? */
export async function processExists(params: ProcessParams, look: Looking): Promise<Existence> {
  const subject = subjectIn(params, look);
  if (!Object.values(look.apps).includes(subject.app)) {
    return { found: false, saw: `the configuration expects no app ${subject.app}` };
  }
  const { processes } = await look.listProcesses();
  if (processes === null) return { found: null, saw: 'PM2 did not answer' };
  const count = own(subject, processes).length;
  return { found: count > 0, saw: `processes of this name in PM2's list: ${count}` };
}

export const countApps = (look: Looking): number => new Set(Object.values(look.apps)).size;

export const own = ({ app, pmId }: Pick<Subject, 'app' | 'pmId'>, processes: readonly Pm2Process[]) =>
  processes.filter((process) => process.name === app && (pmId === null || process.pmId === pmId));

/** What there is of it; a process that a person deleted is gone for good, and its app is what the fault was about. */
export function left(subject: Subject, processes: readonly Pm2Process[]): readonly Pm2Process[] {
  const named = own(subject, processes);
  return named.length > 0 ? named : own({ app: subject.app, pmId: null }, processes);
}

/** A cluster shares one port: one connection more than it has workers meets each of them. */
export const connectionsTo = (app: string, { processes }: Pm2Sample): number =>
  own({ app, pmId: null }, processes ?? []).length + 1;
