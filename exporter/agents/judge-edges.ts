import type { DependencyLook } from '../../core/checks/dependency-look.ts';
import { edgeUnreachable } from '../../core/checks/edge-unreachable.ts';
import type { LookSample } from '../../core/checks/failed-looks.ts';
import { PLATFORM } from '../../core/target.ts';
import { covered, judge, type Moment, type Snapshot, type Statement } from '../agent.ts';
import { serviceTarget } from './judge-services.ts';

/** Do the public addresses answer that are configured? Those that are not are no targets, and so are covered. */
export function* judgeEdges(
  { edges, services, dependencies }: Pick<Snapshot, 'edges' | 'services' | 'dependencies'>,
  { now }: Moment,
): Iterable<Statement> {
  yield covered('edge_unreachable', PLATFORM);
  const { web, middleware } = edges.samples;
  const { maxAge } = edges;
  if (web !== undefined) {
    const finding = edgeUnreachable(web, [services.samples.web], now, maxAge);
    yield judge('edge_unreachable', serviceTarget('web'), finding);
  }
  if (middleware !== undefined) {
    // Its readiness is what is asked for from outside, and hangs with a dependency.
    const backing = [services.samples.middleware, dependencies.looks.map(readiness)];
    const finding = edgeUnreachable(middleware, backing, now, maxAge);
    yield judge('edge_unreachable', serviceTarget('middleware'), finding);
  }
}

const readiness = ({ at, middleware }: DependencyLook): LookSample => ({
  at,
  outcome: middleware.state === 'ready' ? 'up' : middleware.state === 'unknown' ? 'unknown' : 'down',
  detail: middleware.detail,
});
