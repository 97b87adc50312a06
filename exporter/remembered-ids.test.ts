import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TargetKind } from '../core/target.ts';
import type { Incident, IncidentState } from './incident.ts';
import { rememberedIds } from './remembered-ids.ts';

const incident = (kind: TargetKind, id: string, org = 'acme', state: IncidentState = 'open') =>
  ({ target: { kind, id, org, name: id }, state }) as Incident;

describe('what is remembered to be in a list', () => {
  const remembered = rememberedIds([
    incident('schedule', 's1'),
    incident('schedule', 's2', 'acme', 'unverified'),
    incident('schedule', 's3', 'acme', 'resolved'),
    incident('schedule', 's4', 'beta'),
    incident('display', 'd1'),
    incident('site', 'lobby'),
  ]);
  const ids = (...given: Parameters<typeof remembered>) => [...remembered(...given)];

  it('are the rows of its kind and organisation that something was wrong with', () => {
    assert.deepEqual(ids('schedules', 'acme'), ['s1', 's2']);
    assert.deepEqual(ids('displays', 'acme'), ['d1']);
    assert.deepEqual(ids('contents', 'acme'), []);
  });

  it('is nothing where nothing is ever wrong with a row itself', () => {
    assert.deepEqual(ids('displayGroups', 'acme'), []);
  });
});
