import type { LoadedConfig } from '../../core/config/load.ts';
import type { Action } from '../action.ts';
import { changesBetween } from '../changes.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Remediation } from '../ledger/remediations.ts';
import { phasesOf } from '../metrics/phases.ts';
import { policyHash } from '../policy-hash.ts';
import { iso, remediationView } from './views.ts';

export interface DetailParts {
  readonly ledger: Pick<Ledger, 'remediations' | 'episodes' | 'decisions' | 'undoings'>;
  readonly actions: readonly Action[];
  readonly settings: LoadedConfig['remediator'];
}

/** Everything there is to say about one remediation, as the API shows it. */
export function remediationDetails(
  remediation: Remediation,
  { ledger, actions, settings }: DetailParts,
): Readonly<Record<string, unknown>> {
  const { id, episode_id: episodeId, before, after, plan, policy_hash } = remediation;
  const action = actions.find(({ name }) => name === remediation.action);
  const episode = ledger.episodes.get(episodeId);
  const decision = ledger.decisions.ofRemediation(id);
  return {
    ...remediationView(remediation),
    plan,
    changes: changesBetween(before, after),
    phases_seconds: Object.fromEntries(
      Object.entries(phasesOf(remediation)).map(([phase, ms]) => [phase, ms === null ? null : ms / 1_000]),
    ),
    policy_in_force: action !== undefined && policyHash(action.name, settings) === policy_hash,
    decision: decision === null ? null : { id: `d${decision.id}`, source: decision.source },
    episode:
      episode === null
        ? null
        : {
            id: episodeId,
            opened_at: iso(episode.opened_at),
            closed_at: iso(episode.closed_at),
            attempts: ledger.remediations.ofEpisode(episodeId).map((one) => `r${one.id}`),
          },
    undo: action?.undo == null ? null : { command: `vizora-ops undo r${id}`, means: action.undo },
    undoings: ledger.undoings.of(id).map(({ at, ...rest }) => ({ at: iso(at), ...rest })),
  };
}
