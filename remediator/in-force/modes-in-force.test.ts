import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Config } from '../../core/config/schema.ts';
import { modesInForce } from './modes-in-force.ts';

const modes = (mode: string, archive: object = {}) =>
  modesInForce(Config.parse({ remediator: { mode, actions: { archive_content: archive } } }).remediator);

test('orphans are asked about unless the configuration says otherwise, and the oldest are left alone', () => {
  const { archive_content: archive, archive_oldest_inactive: oldest, ...others } = modes('act');
  assert.deepEqual([archive, oldest], ['act', 'off']);
  assert.equal(others['archive_content of content_orphaned'], 'approve');
  const told = modes('act', { modes: { content_orphaned: 'act' } });
  assert.equal(told['archive_content'], 'act');
  assert.ok(!('archive_content of content_orphaned' in told), 'it is no exception any more');
});

test('of the modes of all, of the action and of the incident the strictest is in force', () => {
  assert.equal(modes('act', { mode: 'observe' })['archive_content'], 'observe');
  assert.ok(!('archive_content of content_orphaned' in modes('observe')));
  assert.equal(
    modes('approve', { modes: { content_orphaned: 'off' } })['archive_content of content_orphaned'],
    'off',
  );
});
