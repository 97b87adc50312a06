import type { Checks } from '../../core/config/checks.ts';
import { INCIDENTS } from '../../core/incidents.ts';
import { type Family, type Labels, sampleLine } from '../../core/metrics/family.ts';
import { ROUTES } from '../../core/vizora/routes.ts';
import type { SelfCheck } from './self-check.ts';

/** What the platform offers of what is needed. What it has not told yet has no series, rather than a guess. */
export function selfCheckFamilies(selfCheck: SelfCheck, checks: Checks): Family[] {
  const answeredAt = selfCheck.answeredAt();
  return [
    family(
      'vizora_platform_route_available',
      '1 if the platform has the route, 0 if it is missing; no series until the platform has told.',
      [...selfCheck.routes()].map(([route, { present }]) => [{ route: ROUTES[route] }, present]),
    ),
    family(
      'vizora_check_available',
      '1 if the platform offers all that the check reads of organisations, 0 if not; no series until told.',
      [...selfCheck.checks()]
        .filter(([incident]) => checks[incident].enabled)
        .map(([incident, { available }]) => [{ agent: INCIDENTS[incident].agent, incident }, available]),
    ),
    family(
      'vizora_action_available',
      '1 if the platform offers all that the action asks of its API, 0 if not; no series until told.',
      [...selfCheck.actions()].map(([action, { available }]) => [{ action }, available]),
    ),
    family(
      'vizora_self_check_timestamp_seconds',
      'Unix time at which the last self-check ended to which the platform answered anything.',
      answeredAt === null ? [] : [[{}, answeredAt / 1_000]],
    ),
  ];
}

function family(
  name: string,
  help: string,
  samples: readonly [labels: Labels, value: boolean | number | null][],
): Family {
  const lines = samples.flatMap(([labels, value]) =>
    value === null ? [] : [sampleLine(name, labels, Number(value))],
  );
  return { name, help, type: 'gauge', lines };
}
