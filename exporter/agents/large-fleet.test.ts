import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { momentAt } from '../agent.test-support.ts';
import { isJudgement, type Statement } from '../agent.ts';
import { fleetManager } from './fleet-manager.ts';
import {
  ago,
  display,
  group,
  NOW,
  playlist,
  schedule,
  snapshotOf,
  whole,
} from './organisation-world.test-support.ts';
import { scheduleDoctor } from './schedule-doctor.ts';

const numbered = <T>(length: number, make: (i: number) => T): T[] =>
  Array.from({ length }, (_, i) => make(i));

/** One organisation, each of whose displays is in three of its groups; every hundredth display is silent. */
function largeFleet() {
  const displays = numbered(20_000, (i) =>
    display({
      id: `d${i}`,
      location: `Store ${i % 300}`,
      timezone: ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati'][i % 4] ?? null,
      lastHeartbeat: ago(i % 100 === 0 ? 3_600_000 : 30_000),
      currentPlaylistId: `p${i % 2_000}`,
    }),
  );
  const groups = numbered(200, (g) =>
    group(
      `g${g}`,
      ...displays.flatMap(({ id }, i) => ([i, i * 7, i * 13].some((n) => n % 200 === g) ? [id] : [])),
    ),
  );
  const schedules = numbered(5_000, (i) =>
    schedule({
      id: `s${i}`,
      priority: i,
      playlistId: `p${i % 2_000}`,
      startTime: (i * 37) % 1_440,
      endTime: (i * 37 + 240) % 1_440,
      ...(i % 2 === 0 ? { displayGroupId: `g${i % 200}` } : { displayId: `d${i * 3}` }),
    }),
  );
  const playlists = numbered(2_000, (i) => playlist({ id: `p${i}` }));
  return snapshotOf({
    displays: whole(...displays),
    groups: whole(...groups),
    schedules: whole(...schedules),
    playlists: whole(...playlists),
  });
}

const verdicts = (statements: readonly Statement[]) => {
  const counts: Record<string, number> = {};
  for (const { incident, finding } of statements.filter(isJudgement)) {
    const key = `${incident} ${finding.verdict}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

describe('a look at 20,000 displays and 5,000 schedules', () => {
  it('finds what is wrong and nothing else, within the time that a look may take', () => {
    const snapshot = largeFleet();
    const startedAt = performance.now();
    const found = [fleetManager, scheduleDoctor].flatMap((agent) => [
      ...agent.inspect(snapshot, momentAt(NOW)),
    ]);
    const took = performance.now() - startedAt;
    assert.deepEqual(verdicts(found), {
      'display_offline bad': 200,
      'display_offline good': 19_800,
      'display_error good': 20_000,
      'display_without_content good': 20_000,
      'site_offline bad': 3,
      'site_offline good': 298,
      'schedule_past_end good': 5_000,
      'schedule_orphaned good': 5_000,
      'schedule_target_unreachable good': 5_000,
      'schedule_empty_playlist good': 5_000,
      'schedule_conflict good': 5_000,
    });
    // It takes a fifth of a second; comparing everything with everything would take minutes.
    assert.ok(took < 5_000, `took ${Math.round(took)} ms`);
  });

  it('does not compare thousands of schedules of one group with each other', () => {
    const schedules = numbered(5_000, (i) =>
      schedule({ id: `s${i}`, playlistId: `p${i}`, displayGroupId: 'g1' }),
    );
    const snapshot = snapshotOf({
      schedules: whole(...schedules),
      groups: whole(group('g1', ...numbered(20_000, (i) => `d${i}`))),
    });
    const startedAt = performance.now();
    const found = [...scheduleDoctor.inspect(snapshot, momentAt(NOW))];
    assert.equal(verdicts(found)['schedule_conflict bad'], 4_999);
    assert.ok(performance.now() - startedAt < 5_000);
  });
});
