import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { schedulePastEnd } from '../../../core/checks/schedule-past-end.ts';
import { INCIDENT_TYPES, INCIDENTS } from '../../../core/incidents.ts';
import { buildWorld } from './build-world.ts';
import { WORLD_FAULTS } from './faults/index.ts';
import type { WorldRows } from './rows.ts';
import { healthyWorld, organisation, type WorldSpec } from './spec.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const built = (given: Partial<WorldSpec> = {}) => buildWorld(healthyWorld(given), NOW).rows;

describe('a world', () => {
  it('is healthy unless told otherwise', () => {
    const world = built();
    const inPlaylists = new Set(world.PlaylistItem.map(({ contentId }) => contentId));
    const filled = new Set(world.PlaylistItem.map(({ playlistId }) => playlistId));
    assert.ok(
      world.Content.every(
        ({ id, status, expiresAt }) => inPlaylists.has(id) && status === 'active' && !expiresAt,
      ),
    );
    assert.ok(world.Playlist.every(({ id }) => filled.has(id)));
    assert.ok(
      world.devices.every(({ status, currentPlaylistId }) => status === 'online' && currentPlaylistId),
    );
    assert.ok(world.Schedule.every((schedule) => schedulePastEnd(schedule, NOW).verdict === 'good'));
    assert.deepEqual(rivals(world), []);
  });
  it('has the size that was asked for', () => {
    const world = built({ organisations: [organisation('big', { displays: 1_000, schedules: 300 })] });
    assert.equal(world.devices.length, 1_000);
    assert.equal(world.Schedule.length, 300);
  });
  it('is the same when it is built again', () => {
    assert.deepEqual(built(), built());
  });
  it('has no id twice', () => {
    const ids = Object.values(built()).flatMap((rows) => rows.map(({ id }: { id: string }) => id));
    assert.equal(new Set(ids).size, ids.length);
  });
  it('refers only to rows of the same organisation', () => {
    const world = built();
    const owner = new Map(
      [...world.devices, ...world.Playlist, ...world.DisplayGroup].map((row) => [row.id, row.organizationId]),
    );
    for (const { organizationId, playlistId, displayId, displayGroupId } of world.Schedule) {
      assert.equal(owner.get(playlistId), organizationId);
      assert.equal(owner.get(displayId ?? displayGroupId ?? ''), organizationId);
    }
  });
  for (const { name } of WORLD_FAULTS) {
    it(`differs when ${name} is asked for, and in that organisation only`, () => {
      const spoilt = built({ faults: [{ name, org: 'acme-signage' }] });
      assert.notDeepEqual(spoilt, built());
      const beta = (world: WorldRows) => {
        const id = world.organizations.find(({ slug }) => slug === 'beta-retail')?.id;
        return [...world.devices, ...world.Content, ...world.Schedule].filter(
          (row) => row.organizationId === id,
        );
      };
      assert.deepEqual(beta(spoilt), beta(built()));
    });
  }
  it('has as many faults as asked for', () => {
    const world = built({ faults: [{ name: 'schedule_past_end', org: 'acme-signage', count: 3 }] });
    const past = world.Schedule.filter((schedule) => schedulePastEnd(schedule, NOW).verdict === 'bad');
    assert.equal(past.length, 3);
  });
  it('has them on different rows, all at once', () => {
    const org = 'busy';
    const names = WORLD_FAULTS.map(({ name }) => name).filter((name) => name !== 'site_offline');
    const world = built({
      organisations: [organisation(org, { displays: 24 })],
      faults: names.map((name) => ({ name, org })),
    });
    const ids = Object.values(world).flatMap((rows) => rows.map(({ id }: { id: string }) => id));
    assert.equal(new Set(ids).size, ids.length);
    const targets = new Set([...world.devices, ...world.DisplayGroup].map(({ id }) => id));
    const astray = world.Schedule.filter((it) => !targets.has(it.displayId ?? it.displayGroupId ?? ''));
    assert.deepEqual(
      astray.map(({ name }) => name),
      ['Aims at nothing 1'],
    );
  });
  it('says when too little is whole for one fault more', () => {
    const faults = [{ name: 'display_error' as const, org: 'beta-retail', count: 6 }];
    assert.throws(() => built({ faults }), /beta-retail has 5 free rows in devices for display_error, not 6/);
  });
  it('can be wrong in every way that is looked for in the rows of an organisation', () => {
    const raised = new Set<string>(WORLD_FAULTS.flatMap(({ raises }) => raises));
    const rows = ['content-lifecycle', 'fleet-manager', 'schedule-doctor'];
    const wanted = INCIDENT_TYPES.filter((type) => rows.includes(INCIDENTS[type].agent));
    assert.deepEqual(
      wanted.filter((type) => !raised.has(type)),
      [],
    );
  });
  it('cannot spoil an organisation that it does not have', () => {
    assert.throws(
      () => built({ faults: [{ name: 'storage_high', org: 'nobody' }] }),
      /no organisation nobody/,
    );
  });
});

/** Schedules of one display that compete with equal priority. */
function rivals({ Schedule }: WorldRows): string[] {
  const seen = new Set<string>();
  return Schedule.flatMap(({ displayId, displayGroupId, priority, name }) => {
    const key = `${displayId ?? displayGroupId}/${priority}`;
    if (seen.has(key)) return [name];
    seen.add(key);
    return [];
  });
}
