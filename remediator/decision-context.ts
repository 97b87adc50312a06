import type { Existence, Sighting } from './action.ts';
import type { EngineParts } from './engine-parts.ts';
import type { GateContext } from './gates/gate.ts';
import type { Question, Route } from './question.ts';

export interface DecisionContext extends GateContext {
  /** Gives the lease back, unless a remediation has it by now. */
  releaseLease(): void;
  /** When the careful look ended, in ms since the epoch. */
  sightedAt(): number;
}

export type ContextParts = Pick<
  EngineParts,
  | 'settings'
  | 'actions'
  | 'toldAtMost'
  | 'maintenance'
  | 'stopFile'
  | 'ledger'
  | 'alertmanagers'
  | 'accounts'
  | 'look'
  | 'runPreflight'
  | 'clock'
>;

/** When targets that cost a request to look up were last seen to exist. */
export type SeenToExist = Map<string, number>;

/**
 * What is there is believed to be there for so long. The look before the act reads it again, so this saves
 * requests for alerts that stand and are refused, and allows nothing.
 */
const BELIEVED_FOR_MS = 600_000;

/** What the gates of one decision share: each look is taken once, and only when a gate asks for it. */
export function createContext(
  parts: ContextParts,
  question: Question,
  route: Route,
  seen: SeenToExist,
  askedBy: GateContext['askedBy'],
): DecisionContext {
  const { settings, ledger, look, clock } = parts;
  let sighting: Promise<Sighting> | undefined;
  let population: Promise<number | null> | undefined;
  let sightedAt = Number.NEGATIVE_INFINITY;
  let sighted: Sighting | null = null;
  let leased = false;

  const repair = () => {
    if (route.repair === null) throw new Error('these labels lead to no repair');
    return route.repair;
  };

  async function exists(): Promise<Existence> {
    const { target, inOrganisation } = repair();
    const key = `${question.org} ${target}`;
    const at = clock.now();
    // A clock that was put back makes old what seems to come from the future.
    if (Math.abs(at - (seen.get(key) ?? Number.NEGATIVE_INFINITY)) < BELIEVED_FOR_MS) {
      return { found: true, saw: 'seen to exist a few minutes ago' };
    }
    seen.delete(key);
    try {
      const existence = await repair().exists(look);
      if (existence.found === true && inOrganisation) seen.set(key, at);
      return existence;
    } catch (error) {
      return { found: null, saw: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    question,
    route,
    askedBy,
    settings,
    ledger,
    look,
    actions: parts.actions,
    toldAtMost: parts.toldAtMost,
    stopFile: parts.stopFile,
    alertmanagers: parts.alertmanagers,
    accounts: parts.accounts,
    runPreflight: parts.runPreflight,
    get action() {
      if (route.action === null) throw new Error('these labels name no action');
      return route.action;
    },
    get repair() {
      return repair();
    },
    get policy() {
      return settings.actions[repair().action];
    },
    now: () => clock.now(),
    maintenance: parts.maintenance,
    exists,
    sight() {
      sighting ??= repair()
        .sight(look)
        .then((found) => {
          sighted = found;
          return found;
        })
        .finally(() => {
          sightedAt = clock.now();
        });
      return sighting;
    },
    sightedAt: () => sightedAt,
    sighted: () => sighted,
    population() {
      population ??= repair()
        .population(look)
        .catch(() => null);
      return population;
    },
    takeLease() {
      if (leased) return true;
      // No other decision about the target is under way: what is unbound, and no undo's, was left by one that broke.
      ledger.leases.release(repair().target);
      leased = ledger.leases.take(repair().target, clock.now());
      return leased;
    },
    releaseLease() {
      if (leased) ledger.leases.release(repair().target);
    },
  };
}
