import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog } from '../../core/log.ts';
import { createFakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import { shippedChecks } from '../agent.test-support.ts';
import { emptyPage, fakeOrganisation, gone } from './fake-platform.test-support.ts';
import { createSelfCheck } from './self-check.ts';
import { selfCheckFamilies } from './self-check-families.ts';

describe('the self-check as metrics', () => {
  const acme = fakeOrganisation();
  acme.special.storage = gone('storage');
  acme.special.listDisplayGroups = () => emptyPage;
  const selfCheck = createSelfCheck({
    organisations: [acme.organisation],
    timezone: undefined,
    clock: createFakeClock({ start: 1_772_366_400_000 }),
    log: createLog('test', 'silent'),
  });
  const lines = (checks = shippedChecks) =>
    selfCheckFamilies(selfCheck, checks).flatMap((family) => family.lines);

  it('has no series before the platform has told anything', () => {
    assert.deepEqual(lines(), []);
  });

  it('is 1 for what is there, 0 for what is not, and no series for what was not told', async () => {
    await selfCheck.lookIfDue();
    const seen = lines();
    for (const line of [
      'vizora_platform_route_available{route="GET /api/v1/display-groups"} 1',
      'vizora_platform_route_available{route="GET /api/v1/organizations/storage"} 0',
      'vizora_check_available{agent="content-lifecycle",incident="storage_high"} 0',
      'vizora_check_available{agent="health-guardian",incident="service_down"} 1',
      'vizora_check_available{agent="schedule-doctor",incident="schedule_past_end"} 1',
      'vizora_action_available{action="archive_content"} 1',
      'vizora_self_check_timestamp_seconds 1772366400',
    ]) {
      assert.ok(seen.includes(line), line);
    }
    for (const untold of ['schedule_conflict', 'service_stuck', 'restart_process'])
      assert.deepEqual(
        seen.filter((line) => line.includes(untold)),
        [],
      );
  });

  it('says nothing of a check that is switched off', () => {
    const without = lines({
      ...shippedChecks,
      storage_high: { ...shippedChecks.storage_high, enabled: false },
    });
    assert.ok(!without.some((line) => line.includes('storage_high')));
  });
});
