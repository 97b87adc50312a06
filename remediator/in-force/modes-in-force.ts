import type { LoadedConfig } from '../../core/config/load.ts';
import type { Mode } from '../../core/config/policies.ts';
import { ACTION_NAMES } from '../action.ts';
import { stricter } from '../gates/mode.ts';

/** What each action may do, as people are told: by its name, and by incident where less is allowed for one. */
export function modesInForce(settings: LoadedConfig['remediator']): Readonly<Record<string, Mode>> {
  return Object.fromEntries(
    ACTION_NAMES.flatMap((name): [string, Mode][] => {
      const policy = settings.actions[name];
      const mode = stricter(settings.mode, policy.mode);
      const ofIncidents = 'modes' in policy ? Object.entries(policy.modes) : [];
      return [
        [name, mode],
        ...ofIncidents
          .map(([incident, own]): [string, Mode] => [`${name} of ${incident}`, stricter(mode, own)])
          .filter(([, own]) => own !== mode),
      ];
    }),
  );
}
