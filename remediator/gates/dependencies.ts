import { equals } from '../../core/alertmanager/alertmanager.ts';
import { toldByAll } from '../../core/alertmanager/all-alertmanagers.ts';
import { NAMED_DEPENDENCIES, REACHED_DEPENDENCIES } from '../../core/checks/dependency-look.ts';
import { type DependencyName, PLATFORM } from '../../core/target.ts';
import { type Gate, type GateContext, pass, refuse } from './gate.ts';
import { type StandsOn, standsOn } from './stands-on.ts';

interface Seen {
  readonly what: string;
  readonly outcome: 'up' | 'down' | 'unknown';
  readonly detail: string;
}

/**
 * Is all well that the target stands on? What is restarted without it comes back as broken as it was, and what is
 * changed through an API that is unwell may be done in part.
 */
export const dependenciesGate: Gate = {
  name: 'dependencies',
  askedAgain: true,
  async ask(context) {
    const needs = standsOn(context);
    if (needs.dependencies.length === 0 && !needs.api) return pass('it stands on nothing that could be away');
    const [broken, looks] = await Promise.all([
      namedBroken(context.alertmanagers),
      ownLooks(needs, context.look),
    ]);
    if (broken === null) return refuse('alertmanager_unreachable', 'no Alertmanager says what is down');
    const away = looks.find(({ outcome }) => outcome === 'down');
    if (away !== undefined) return refuse('dependency_down', `${away.what}: ${away.detail}`);
    const untold = looks.find(({ outcome }) => outcome === 'unknown');
    if (untold !== undefined) return refuse('dependency_unknown', `${untold.what}: ${untold.detail}`);
    const reached = looks.map(({ what }) => what);
    const active = needs.dependencies.find((name) => broken.has(name) && !isExcused(name, needs, reached));
    if (active !== undefined) return refuse('dependency_down', `${active}: dependency_down is active`);
    return pass(
      reached.length === 0 ? 'none is said to be down' : `well by our own look: ${reached.join(', ')}`,
    );
  },
};

/** For which Alertmanager has the incident, suppressed or not; null when none can tell. */
async function namedBroken(alertmanagers: GateContext['alertmanagers']): Promise<Set<string> | null> {
  const which = [equals('incident', 'dependency_down'), equals('org', PLATFORM)];
  const answer = toldByAll(await alertmanagers.alerts(which));
  if (!answer.answered) return null;
  return new Set(answer.items.map(({ labels }) => labels['target_id'] ?? ''));
}

async function ownLooks({ dependencies, api }: StandsOn, look: GateContext['look']): Promise<Seen[]> {
  const reachable = REACHED_DEPENDENCIES.filter((name) => dependencies.includes(name));
  const looks = await Promise.all([
    ...reachable.map(async (what) => ({ what, seen: await look.lookAtDependency(what) })),
    ...(api ? [{ what: 'the API', seen: await look.probe('middleware', 1) }] : []),
  ]);
  return looks.flatMap(({ what, seen }) => (seen === null ? [] : [{ what, ...seen }]));
}

/**
 * What the middleware did not name while it could still be asked is held as broken for as long as it is dead: where
 * our own look reaches all without which it cannot start, that must not keep it dead.
 */
function isExcused(name: DependencyName, { api }: StandsOn, reached: readonly string[]): boolean {
  return name === 'undisclosed' && !api && NAMED_DEPENDENCIES.every((one) => reached.includes(one));
}
