import { equals } from '../core/alertmanager/alertmanager.ts';
import type { AllAlertmanagers } from '../core/alertmanager/all-alertmanagers.ts';
import type { LoadedConfig } from '../core/config/load.ts';
import { PLATFORM } from '../core/target.ts';
import type { Action } from './action.ts';
import type { Ledger } from './ledger/ledger.ts';
import { questionOf } from './question.ts';
import type { Looking } from './tools.ts';

interface Sources {
  readonly alertmanagers: Pick<AllAlertmanagers, 'alerts'>;
  readonly ledger: Pick<Ledger, 'episodes'>;
  readonly settings: Pick<LoadedConfig['remediator'], 'mass_failure'>;
  readonly look: Looking;
  now(): number;
  population(): Promise<number | null>;
}

export type MassFailure =
  | { readonly known: false; readonly saw: string }
  | { readonly known: true; readonly mass: boolean; readonly saw: string };

/** How the open escalation of a mass failure is called: one for all targets of one action and organisation. */
export const massFailureOf = (org: string, action: string): string => `mass_failure/${org}/${action}`;

/**
 * Are many targets of one kind broken at once in one organisation? Canonical targets are counted, so a
 * service and its process are one; what Alertmanager suppresses is broken all the same. What the action
 * finds broken first-hand counts, too, whether or not it is alerted yet. Services are few and have a threshold of their own.
 *
 * @param target one that is known to be broken, if any
 */
export async function measureMassFailure(
  action: Action,
  org: string,
  target: string | null,
  sources: Sources,
): Promise<MassFailure> {
  const { more_than, share, within, services } = sources.settings.mass_failure;
  const broken = await brokenTargets(action, org, sources);
  if (broken === null) return { known: false, saw: 'how many are broken could not be read' };
  if (target !== null) broken.add(target);
  if (org === PLATFORM) {
    const saw = `${broken.size} broken at once, ${services} are a mass failure`;
    return { known: true, mass: broken.size >= services, saw };
  }
  // Those that were repaired meanwhile belong to the same wave.
  const wave = sources.ledger.episodes.targetsOpenedSince(action.name, org, sources.now() - within);
  for (const one of wave) broken.add(one);
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

async function brokenTargets(action: Action, org: string, sources: Sources): Promise<Set<string> | null> {
  const answer = await sources.alertmanagers.alerts([equals('remediation', action.name), equals('org', org)]);
  if (!answer.answered) return null;
  const targets = answer.items.map(
    ({ labels }) => action.bind(questionOf(labels), sources.look.apps)?.target,
  );
  return new Set(targets.filter((one) => one !== undefined));
}
