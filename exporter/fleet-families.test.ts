import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Family } from '../core/metrics/family.ts';
import { ago, cut, DAY, display, NOW, snapshotOf, whole } from './agents/organisation-world.test-support.ts';
import { displayFamilies, realtimeFamilies, renderedOncePerReading } from './fleet-families.ts';

const time = { now: NOW, clockSkewMs: 0, offlineAfterMs: 150_000 };
const linesOf = (families: readonly Family[], name: string) =>
  families.find((family) => family.name === name)?.lines ?? [];

describe('displays as metrics', () => {
  const { displays } = snapshotOf({
    displays: whole(
      display({ id: 'd1', lastHeartbeat: ago(60_000) }),
      display({ id: 'd2', lastHeartbeat: ago(60_001), status: 'offline' }),
      display({ id: 'd3', lastHeartbeat: ago(150_001) }),
      display({ id: 'd4', lastHeartbeat: ago(7 * DAY + 1), status: 'error' }),
      display({ id: 'd5', lastHeartbeat: null }),
      display({ id: 'd6', status: 'pairing' }),
      display({ id: 'd7', status: 'error' }),
      display({ id: 'd8', isDisabled: true, status: 'error' }),
      display({ id: 'd9', lastHeartbeat: '?' }),
    ),
  });
  const families = displayFamilies(displays, time);

  it('count each display once, under the first state that holds', () => {
    assert.deepEqual(linesOf(families, 'vizora_displays'), [
      'vizora_displays{org="acme",state="disabled"} 1',
      'vizora_displays{org="acme",state="pairing"} 1',
      'vizora_displays{org="acme",state="never_seen"} 1',
      'vizora_displays{org="acme",state="unknown"} 1',
      'vizora_displays{org="acme",state="dormant"} 1',
      'vizora_displays{org="acme",state="offline"} 1',
      'vizora_displays{org="acme",state="error"} 1',
      'vizora_displays{org="acme",state="online"} 2',
    ]);
  });

  it('call a display dormant after seven days, and not before', () => {
    const states = (lastHeartbeat: string) =>
      linesOf(
        displayFamilies(snapshotOf({ displays: whole(display({ lastHeartbeat })) }).displays, time),
        'vizora_displays',
      ).filter((line) => line.endsWith(' 1'));
    assert.deepEqual(states(ago(7 * DAY)), ['vizora_displays{org="acme",state="offline"} 1']);
    assert.deepEqual(states(ago(7 * DAY + 1)), ['vizora_displays{org="acme",state="dormant"} 1']);
  });

  it('tell how old heartbeats are, each step with those before it', () => {
    assert.deepEqual(
      linesOf(families, 'vizora_displays_heartbeat_age').map((line) => line.replace(/.*up_to=/, '')),
      ['"60"} 2', '"150"} 3', '"900"} 4', '"3600"} 4', '"86400"} 4', '"604800"} 4', '"+Inf"} 5'],
    );
  });

  it('count those that are heard of, for comparing with the gateway', () => {
    assert.deepEqual(linesOf(families, 'vizora_displays_online_seen'), ['vizora_displays_online_seen 3']);
  });

  it('read the heartbeats by the clock of the platform', () => {
    const late = { now: NOW + 3_600_000, clockSkewMs: 3_600_000, offlineAfterMs: 150_000 };
    const read = displays.map(({ org, scan }) => ({ org, scan: { ...scan, at: NOW + 3_600_000 } }));
    assert.deepEqual(displayFamilies(read, late), families);
  });

  it('say nothing of an organisation whose list was not read whole, nor of the sum then', () => {
    const { displays: some } = snapshotOf({ displays: cut(display()) }, { org: 'beta' });
    const partly = displayFamilies(some, time);
    assert.ok(linesOf(partly, 'vizora_displays').every((line) => line.includes('org="beta"')));
    assert.deepEqual(linesOf(partly, 'vizora_displays_online_seen'), []);
    assert.ok(displayFamilies(null, time).every(({ lines }) => lines.length === 0));
  });

  it('are rendered once for each reading', () => {
    let rendered = 0;
    const render = renderedOncePerReading(() => {
      rendered += 1;
      return [];
    });
    for (const read of [null, displays, displays, null]) render(read);
    assert.equal(rendered, 3);
  });
});

describe('the gateway’s count as metrics', () => {
  it('has a series for each number', () => {
    const value = { devicesOnline: 9, heartbeats: { accepted: 120, refused: 3 } };
    assert.deepEqual(
      realtimeFamilies({ at: NOW, value }).flatMap(({ lines }) => lines),
      [
        'vizora_realtime_devices_online 9',
        'vizora_realtime_heartbeats_total{success="true"} 120',
        'vizora_realtime_heartbeats_total{success="false"} 3',
      ],
    );
  });

  it('has none while it is not known', () => {
    for (const reading of [null, { at: NOW, value: null, detail: 'answered 403' }]) {
      assert.ok(realtimeFamilies(reading).every(({ lines }) => lines.length === 0));
    }
  });
});
