import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { momentAt, shippedChecks } from '../agent.test-support.ts';
import { isJudgement, type Moment } from '../agent.ts';
import { fleetManager } from './fleet-manager.ts';
import {
  ago,
  cut,
  DAY,
  display,
  gaps,
  group,
  NOW,
  type OrganisationWorld,
  playlist,
  schedule,
  snapshotOf,
  whole,
  withVerdict,
} from './organisation-world.test-support.ts';

const look = (world: OrganisationWorld | OrganisationWorld[] = {}, moment: Moment = momentAt(NOW)) => [
  ...fleetManager.inspect(snapshotOf(...[world].flat()), moment),
];
const bad = (...args: Parameters<typeof look>) => withVerdict('bad', look(...args));
const unknown = (...args: Parameters<typeof look>) => withVerdict('unknown', look(...args));

const SILENT = { lastHeartbeat: ago(150_001), status: 'offline' };
const named = (...ids: string[]) => ids.map((id) => display({ id }));

describe('fleet-manager', () => {
  it('finds nothing wrong in a healthy organisation, and sees all of it', () => {
    const statements = look();
    assert.deepEqual(withVerdict('good', statements), [
      'display_offline display/d1',
      'display_error display/d1',
      'display_without_content display/d1',
      'site_offline organization/acme',
    ]);
    assert.equal(statements.filter(isJudgement).length, 4);
    assert.deepEqual(gaps(statements), []);
  });

  it('finds the silent display, says since when and where, and not the one that may yet be heard', () => {
    const displays = whole(
      display({ id: 'd1', ...SILENT }),
      display({ id: 'd2', lastHeartbeat: ago(150_000) }),
    );
    const found = look({ displays }).filter(isJudgement);
    assert.deepEqual(
      found.filter(({ finding }) => finding.verdict === 'bad'),
      [
        {
          incident: 'display_offline',
          target: { kind: 'display', id: 'd1', org: 'acme', name: 'Lobby left', site: 'hq-lobby' },
          finding: { verdict: 'bad', detail: `last heard of at ${ago(150_001)}`, since: NOW - 150_001 },
        },
      ],
    );
  });

  it('counts silence by the clock of the platform', () => {
    const displays = whole(display(SILENT));
    assert.deepEqual(bad({ displays }, { ...momentAt(NOW + 3_600_000), platformNow: NOW - 1 }), []);
    assert.deepEqual(bad({ displays }, { ...momentAt(NOW), platformNow: NOW }), [
      'display_offline display/d1',
    ]);
  });

  it('counts silence up to when the list was read, not to when it is judged', () => {
    const displays = whole(display({ lastHeartbeat: ago(100_000) }));
    assert.deepEqual(bad({ displays }, momentAt(NOW + 240_000)), []);
  });

  it('leaves displays alone that nobody waits for', () => {
    const displays = whole(
      display({ id: 'd1', ...SILENT, isDisabled: true }),
      display({ id: 'd2', lastHeartbeat: null }),
      display({ id: 'd3', ...SILENT, status: 'pairing' }),
      display({ id: 'd4', ...SILENT, unpairedAt: ago(DAY) }),
    );
    assert.deepEqual(bad({ displays }), []);
    assert.deepEqual(unknown({ displays }), []);
  });

  it('finds the display that is in error', () => {
    assert.deepEqual(bad({ displays: whole(display({ status: 'error' })) }), ['display_error display/d1']);
    assert.deepEqual(unknown({ displays: whole(display({ status: 'melting' })) }), [
      'display_error display/d1',
    ]);
  });

  describe('asked what displays show', () => {
    const dark = whole(display({ currentPlaylistId: null }));

    it('finds the display that has nothing', () => {
      assert.deepEqual(bad({ displays: dark }), ['display_without_content display/d1']);
    });

    it('follows schedules by display and by group', () => {
      assert.deepEqual(bad({ displays: dark, schedules: whole(schedule()) }), []);
      const byGroup = {
        schedules: whole(schedule({ displayGroupId: 'g1' })),
        groups: whole(group('g1', 'd1')),
      };
      assert.deepEqual(bad({ displays: dark, ...byGroup }), []);
      assert.deepEqual(bad({ displays: dark, ...byGroup, groups: whole(group('g1')) }).length, 1);
    });

    it('takes a playlist of which nothing is delivered for nothing', () => {
      const archived = playlist({
        items: [{ contentId: 'c1', content: { status: 'archived', name: 'old' } }],
      });
      assert.deepEqual(bad({ playlists: whole(archived) }), ['display_without_content display/d1']);
      assert.deepEqual(bad({ expiresAt: () => ago(0) }), ['display_without_content display/d1']);
      assert.deepEqual(bad({ expiresAt: () => ago(-1) }), []);
    });

    it('does not know while the details of the contents are not known', () => {
      assert.deepEqual(unknown({ expiresAt: () => undefined }), ['display_without_content display/d1']);
    });

    it('does not know while a playlist that no list has may be new, and does once it is gone', () => {
      const playlists = whole(playlist({ id: 'another' }));
      assert.deepEqual(unknown({ playlists }), ['display_without_content display/d1']);
      assert.deepEqual(bad({ playlists, isGone: () => true }), ['display_without_content display/d1']);
    });

    it('does not mind hours that are meant to be dark, unless told to', () => {
      const schedules = whole(schedule({ startTime: 1_320, endTime: 120 }));
      const told = {
        ...momentAt(NOW),
        checks: { ...shippedChecks, display_without_content: { enabled: true, outside_hours: true } },
      };
      assert.deepEqual(bad({ displays: dark, schedules }), []);
      assert.deepEqual(bad({ displays: dark, schedules }, told), ['display_without_content display/d1']);
    });

    for (const [list, world] of [
      ['schedules', { schedules: cut(schedule()) }],
      ['groups', { groups: cut(group('g1', 'd1')) }],
      ['playlists', { playlists: cut(playlist()) }],
    ] as const) {
      it(`does not know without the whole list of ${list}, and still knows who is silent`, () => {
        const displays = whole(
          display({ id: 'd1', currentPlaylistId: null }),
          display({ id: 'd2', ...SILENT }),
        );
        const statements = look({ displays, ...world });
        assert.deepEqual(withVerdict('unknown', statements), ['display_without_content display/d1']);
        assert.deepEqual(withVerdict('bad', statements), ['display_offline display/d2']);
        assert.deepEqual(gaps(statements), []);
      });
    }
  });

  describe('asked about places', () => {
    const at = (location: string | null, ...ids: string[]) =>
      ids.map((id) => display({ id, location, ...SILENT }));
    const sites = (world: OrganisationWorld) =>
      bad(world).filter((found) => found.startsWith('site_offline'));

    it('finds the organisation of which no display is heard, once, when it has one location only', () => {
      assert.deepEqual(sites({ displays: whole(...at('HQ', 'd1', 'd2', 'd3')) }), [
        'site_offline organization/acme',
      ]);
    });

    it('finds a location beside others that are well', () => {
      const displays = whole(...at('Store 4', 'd1', 'd2', 'd3'), ...named('d4'));
      const found = look({ displays })
        .filter(isJudgement)
        .filter(({ incident, finding }) => incident === 'site_offline' && finding.verdict === 'bad');
      assert.deepEqual(
        found.map(({ target }) => target),
        [{ kind: 'site', id: 'store-4', org: 'acme', name: 'Store 4', site: 'store-4' }],
      );
    });

    it('finds the organisation and its locations when all are silent, and no location without a name', () => {
      const displays = whole(...at('Store 4', 'd1', 'd2', 'd3'), ...at(null, 'd4', 'd5', 'd6'));
      assert.deepEqual(sites({ displays }), ['site_offline organization/acme', 'site_offline site/store-4']);
    });

    it('takes two displays for no place', () => {
      assert.deepEqual(sites({ displays: whole(...at('Store 4', 'd1', 'd2'), ...named('d3')) }), []);
    });

    it('does not count those that nobody waits for', () => {
      const displays = whole(
        ...at('HQ', 'd1', 'd2', 'd3'),
        display({ id: 'd4', isDisabled: true }),
        display({ id: 'd5', location: 'Elsewhere', lastHeartbeat: null }),
      );
      assert.deepEqual(sites({ displays }), ['site_offline organization/acme']);
    });
  });

  it('judges nothing of a part of the list, and clears nothing', () => {
    const statements = look({ displays: cut(display(SILENT)) });
    assert.deepEqual(withVerdict('bad', statements), []);
    assert.deepEqual(withVerdict('good', statements), []);
    assert.deepEqual(
      gaps(statements),
      ['display_offline', 'display_error', 'display_without_content', 'site_offline'].map(
        (check) => `${check} scan_incomplete`,
      ),
    );
  });

  it('does not let the trouble of one organisation touch another', () => {
    const statements = look([{ displays: cut() }, { org: 'beta', displays: whole(display(SILENT)) }]);
    assert.deepEqual(withVerdict('bad', statements), ['display_offline display/d1']);
    assert.ok(gaps(statements).length > 0);
  });
});
