import { dependencyDown } from '../../core/checks/dependency-down.ts';
import { serviceStuck } from '../../core/checks/service-stuck.ts';
import { DEPENDENCIES, type DependencyName, PLATFORM, type Target } from '../../core/target.ts';
import { covered, judge, type Moment, type Snapshot, type Statement } from '../agent.ts';
import { serviceTarget } from './judge-services.ts';

/** What do the services stand on, and has realtime lost what is well? */
export function* judgeDependencies(
  { looks, maxAge }: Snapshot['dependencies'],
  { now, checks }: Moment,
): Iterable<Statement> {
  yield covered('dependency_down', PLATFORM);
  for (const name of DEPENDENCIES) {
    // Nobody names the storage: it is judged where we can reach it ourselves.
    if (name === 'storage' && (looks.at(-1)?.own.storage ?? null) === null) continue;
    yield judge('dependency_down', dependencyTarget(name), dependencyDown(name, looks, now, maxAge));
  }
  yield covered('service_stuck', PLATFORM);
  const { after } = checks.service_stuck;
  yield judge('service_stuck', serviceTarget('realtime'), serviceStuck(looks, now, maxAge, after));
}

const dependencyTarget = (name: DependencyName): Target => ({
  kind: 'dependency',
  id: name,
  org: PLATFORM,
  name,
});
