import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lookAt, type Seen } from '../../core/checks/dependency-look.test-support.ts';
import { isJudgement } from '../agent.ts';
import { every30s, gaps, inspect, now, withVerdict } from './health-guardian.test-support.ts';

/** Five looks, over two minutes, at a world of which this is true. */
const throughout = (seen: Seen) => inspect({ dependencies: every30s(5, (at) => lookAt(at, seen)) });

describe('what the platform stands on', () => {
  it('is named when a service and our own connection have lost it', () => {
    const statements = throughout({
      middleware: 'unready',
      realtime: 'unready',
      named: { database: 'down', redis: 'up' },
      database: 'down',
    });
    assert.deepEqual(withVerdict('bad', statements), ['dependency_down dependency/database']);
    const found = statements.filter(isJudgement).find(({ finding }) => finding.verdict === 'bad');
    assert.deepEqual(found?.target, {
      kind: 'dependency',
      id: 'database',
      org: 'platform',
      name: 'database',
    });
  });

  it('is well when realtime has lost what our own connection reaches: then realtime is stuck', () => {
    const statements = throughout({ realtime: 'unready', named: { database: 'up', redis: 'down' } });
    assert.deepEqual(withVerdict('bad', statements), ['service_stuck service/realtime']);
    assert.ok(withVerdict('good', statements).includes('dependency_down dependency/redis'));
  });

  it('is undisclosed when the middleware alone is not ready', () => {
    assert.deepEqual(withVerdict('bad', throughout({ middleware: 'unready' })), [
      'dependency_down dependency/undisclosed',
    ]);
  });

  it('is not judged by a middleware that is dead', () => {
    const statements = throughout({ middleware: 'dead' });
    assert.deepEqual(withVerdict('bad', statements), []);
    assert.deepEqual(withVerdict('unknown', statements), ['dependency_down dependency/undisclosed']);
  });

  it('is all seen, its storage only where we can reach it ourselves', () => {
    const judged = (seen: Seen) =>
      [...withVerdict('good', throughout(seen))].filter((it) => it.startsWith('dependency_down'));
    assert.equal(judged({}).length, 4);
    assert.equal(judged({ storage: null }).includes('dependency_down dependency/storage'), false);
    assert.deepEqual(gaps(throughout({ storage: null })), []);
  });

  it('leaves it open whether realtime is stuck where we have no connection to tell', () => {
    const statements = throughout({
      realtime: 'unready',
      named: { database: 'up', redis: 'down' },
      redis: null,
    });
    assert.deepEqual(withVerdict('unknown', statements), ['service_stuck service/realtime']);
    assert.deepEqual(withVerdict('bad', statements), ['dependency_down dependency/redis']);
  });

  it('is unknown before the first look', () => {
    const statements = inspect({ dependencies: [] });
    assert.deepEqual(withVerdict('unknown', statements), [
      'dependency_down dependency/database',
      'dependency_down dependency/redis',
      'dependency_down dependency/undisclosed',
      'service_stuck service/realtime',
    ]);
    assert.deepEqual(withVerdict('bad', statements), []);
  });

  it('is old news when the last look was too long ago', () => {
    const old = [lookAt(now - 75_001, { middleware: 'unready' })];
    assert.equal(withVerdict('unknown', inspect({ dependencies: old })).length, 5);
  });
});
