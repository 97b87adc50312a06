import type { DependencyLook } from '../core/checks/dependency-look.ts';
import { type Family, type Labels, sampleLine } from '../core/metrics/family.ts';
import type { Edges } from './snapshot.ts';

type Sample = [labels: Labels, value: number];

const family = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name,
  help,
  type: 'gauge',
  lines: samples.map(([labels, value]) => sampleLine(name, labels, value)),
});

/** Who was ready the last time, and what each party says of the dependencies; who cannot tell has no series. */
export function dependencyFamilies(look: DependencyLook | null): Family[] {
  const services = look === null ? [] : (['middleware', 'realtime'] as const);
  const ready = services.flatMap((service): Sample[] => {
    const state = look?.[service].state;
    return state === undefined || state === 'unknown' ? [] : [[{ service }, Number(state === 'ready')]];
  });
  return [
    family(
      'vizora_service_ready',
      '1 if the service was ready the last time it was asked, 0 if not; no series if it could not tell.',
      ready,
    ),
    family(
      'vizora_dependency_up',
      '1 if the party reached the dependency in the last look, 0 if not; no series where it does not tell.',
      look === null ? [] : [...seenByMiddleware(look), ...seenByRealtime(look), ...seenByUs(look)],
    ),
  ];
}

/** It names nothing: ready it reaches everything, and unready it lacks something undisclosed. */
function seenByMiddleware({ middleware }: DependencyLook): Sample[] {
  if (middleware.state !== 'ready' && middleware.state !== 'unready') return [];
  return [[{ dependency: 'undisclosed', seen_by: 'middleware' }, Number(middleware.state === 'ready')]];
}

const seenByRealtime = ({ realtime }: DependencyLook): Sample[] =>
  Object.entries(realtime.named).map(([dependency, word]) => [
    { dependency, seen_by: 'realtime' },
    Number(word === 'up'),
  ]);

const seenByUs = ({ own }: DependencyLook): Sample[] =>
  Object.entries(own).flatMap(([dependency, connection]): Sample[] =>
    connection === null || connection.outcome === 'unknown'
      ? []
      : [[{ dependency, seen_by: 'own' }, Number(connection.outcome === 'up')]],
  );

/** The certificates of the public addresses. */
export function edgeFamilies(samples: Edges['samples']): Family[] {
  const newest = Object.entries(samples).flatMap(([target, looks]) => {
    const look = looks.at(-1);
    return look === undefined ? [] : [{ target, ...look }];
  });
  return [
    family(
      'vizora_probe_tls_earliest_cert_expiry_timestamp_seconds',
      'Unix time at which the first certificate of the public address expires; also of one that is not valid.',
      newest.flatMap(({ target, certificateExpiresAt: at }): Sample[] =>
        at === null ? [] : [[{ target }, at / 1_000]],
      ),
    ),
  ];
}
