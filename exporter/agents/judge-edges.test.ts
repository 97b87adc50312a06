import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lookAt } from '../../core/checks/dependency-look.test-support.ts';
import { isJudgement } from '../agent.ts';
import { down, every30s, inspect, up, withVerdict } from './health-guardian.test-support.ts';

const fails = every30s(3, (at) => ({ ...down(at), certificateExpiresAt: null }));
const answers = every30s(3, (at) => ({ ...up(at), certificateExpiresAt: null }));
const well = every30s(4, up);
const ofEdges = (verdict: string, world: Parameters<typeof inspect>[0]) =>
  withVerdict(verdict, inspect(world)).filter((it) => it.startsWith('edge_unreachable'));

describe('public addresses', () => {
  it('are not judged where none is configured, and then all of them are seen', () => {
    const statements = inspect().filter(({ incident }) => incident === 'edge_unreachable');
    assert.deepEqual(statements, [{ incident: 'edge_unreachable', org: 'platform', gap: null }]);
    assert.equal(statements.some(isJudgement), false);
  });

  it('are unreachable each for itself', () => {
    const world = { web: well, edges: { web: fails, middleware: answers } };
    assert.deepEqual(ofEdges('bad', world), ['edge_unreachable service/web']);
    assert.deepEqual(ofEdges('good', world), ['edge_unreachable service/middleware']);
  });

  it('are not judged while the service behind them is down', () => {
    const world = { web: every30s(4, down), edges: { web: fails } };
    assert.deepEqual(ofEdges('unknown', world), ['edge_unreachable service/web']);
  });

  it('that ask for readiness need more than liveness behind them', () => {
    const world = { middleware: well, edges: { middleware: fails } };
    const ready = every30s(4, (at) => lookAt(at));
    assert.deepEqual(ofEdges('bad', { ...world, dependencies: ready }), [
      'edge_unreachable service/middleware',
    ]);
    for (const middleware of ['unready', 'unknown', 'dead'] as const) {
      const dependencies = every30s(4, (at) => lookAt(at, { middleware }));
      assert.deepEqual(ofEdges('unknown', { ...world, dependencies }), [
        'edge_unreachable service/middleware',
      ]);
    }
  });
});
