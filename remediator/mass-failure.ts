import { equals } from '../core/alertmanager/alertmanager.ts';
import { type AllAlertmanagers, toldByAll } from '../core/alertmanager/all-alertmanagers.ts';
import type { LoadedConfig } from '../core/config/load.ts';
import type { Action } from './action.ts';
import { appOf } from './app-of.ts';
import type { Ledger } from './ledger/ledger.ts';
import { type Question, questionOf, routeOf } from './question.ts';
import type { Looking } from './tools.ts';

interface Sources {
  readonly alertmanagers: Pick<AllAlertmanagers, 'alerts'>;
  readonly ledger: Pick<Ledger, 'episodes' | 'remediations'>;
  readonly settings: Pick<LoadedConfig['remediator'], 'mass_failure'>;
  readonly actions: readonly Action[];
  readonly look: Looking;
  /** So many incidents of one type are told one by one at most. */
  readonly toldAtMost: number;
  now(): number;
  population(): Promise<number | null>;
}

export type MassFailure =
  | { readonly known: false; readonly saw: string }
  | { readonly known: true; readonly mass: boolean; readonly saw: string };

/** How the open escalation of a mass failure is called: one for all targets of one action and organisation. */
export const massFailureOf = (org: string, action: string): string => `mass_failure/${org}/${action}`;

/**
 * Are many targets of one kind broken at once in one organisation, by one incident? Canonical targets are counted, so a
 * service and its process are one; what Alertmanager suppresses is broken all the same. What the action finds broken
 * first-hand counts, too, whether or not it is alerted yet. Services and processes are few and have a threshold of their
 * own, whichever action repairs them. Where more may be broken than are told one by one, many are.
 *
 * @param target one that is known to be broken, if any
 */
export async function measureMassFailure(
  action: Action,
  { org, incident }: Pick<Question, 'org' | 'incident'>,
  target: string | null,
  sources: Sources,
): Promise<MassFailure> {
  const { more_than, share, within, services } = sources.settings.mass_failure;
  const since = sources.now() - within;
  if (action.ofProcesses) {
    const broken = await brokenTargets(null, org, null, sources);
    if (broken === null) return { known: false, saw: 'how many are broken could not be read' };
    if (target !== null) broken.add(target);
    // Those that were repaired meanwhile belong to the same wave.
    for (const { target: repaired } of sources.ledger.remediations.executions({ since }))
      broken.add(repaired);
    const processes = [...broken].filter((one) => appOf(one) !== null);
    const saw = `${processes.length} broken within ${within / 1_000} s, ${services} are a mass failure`;
    return { known: true, mass: processes.length >= services, saw };
  }
  const broken = await brokenTargets(action, org, incident, sources);
  if (broken === null) return { known: false, saw: 'how many are broken could not be read' };
  if (target !== null) broken.add(target);
  const wave = sources.ledger.episodes.targetsOpenedSince(action.name, org, incident, since);
  for (const one of wave) broken.add(one);
  const most = await mostTold(incident, sources);
  if (most === null) return { known: false, saw: 'how many are broken could not be read' };
  if (most >= sources.toldAtMost) {
    const saw = `${most} incidents of one type, and no more than ${sources.toldAtMost} are told one by one`;
    return broken.size > more_than ? { known: true, mass: true, saw } : { known: false, saw };
  }
  const total = await sources.population();
  if (total === null) return { known: false, saw: 'how many there are could not be read' };
  const limit = Math.max(more_than, Math.floor(share * total));
  // What is a mass failure already needs no requests.
  if (broken.size <= limit && action.brokenIn !== undefined) {
    const found = await action.brokenIn(org, sources.look).catch(() => null);
    if (found === null) return { known: false, saw: 'which are broken could not be read first-hand' };
    for (const one of found) broken.add(one);
  }
  const saw = `${broken.size} of ${total} broken, more than ${limit} are a mass failure`;
  return { known: true, mass: broken.size > limit, saw };
}

/** What alerts about this incident ask this action to repair; where none is given, what any ask any action to. */
async function brokenTargets(
  action: Action | null,
  org: string,
  incident: string | null,
  { alertmanagers, actions, look }: Sources,
): Promise<Set<string> | null> {
  const which = action === null ? 'remediation!=""' : equals('remediation', action.name);
  const answer = toldByAll(await alertmanagers.alerts([which, equals('org', org)]));
  if (!answer.answered) return null;
  const targets = answer.items
    .map(({ labels }) => questionOf(labels))
    .filter((question) => incident === null || question.incident === incident)
    .map((question) => routeOf(question, actions, look.apps).repair?.target);
  return new Set(targets.filter((one) => one !== undefined));
}

/** How many of an incident are told in all organisations; people's copies are no further ones. */
async function mostTold(incident: string, { alertmanagers }: Sources): Promise<number | null> {
  const answer = toldByAll(await alertmanagers.alerts([equals('incident', incident)]));
  return answer.answered ? new Set(answer.items.map(({ labels }) => aboutWhat(labels))).size : null;
}

const aboutWhat = ({ org, target_kind, target_id }: Readonly<Record<string, string>>): string =>
  JSON.stringify([org, target_kind, target_id]);
