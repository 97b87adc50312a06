import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lookAt } from '../core/checks/dependency-look.test-support.ts';
import type { Family } from '../core/metrics/family.ts';
import { dependencyFamilies, edgeFamilies } from './dependency-families.ts';

const lines = (families: Family[]) => families.flatMap((family) => family.lines);

describe('the metrics of dependencies', () => {
  it('are none before the first look', () => {
    assert.deepEqual(lines(dependencyFamilies(null)), []);
    assert.deepEqual(lines(edgeFamilies({})), []);
  });

  it('say of each dependency what each party sees of it', () => {
    const look = lookAt(1, {
      middleware: 'unready',
      realtime: 'unready',
      named: { database: 'up', redis: 'down' },
      storage: 'down',
    });
    assert.deepEqual(lines(dependencyFamilies(look)), [
      'vizora_service_ready{service="middleware"} 0',
      'vizora_service_ready{service="realtime"} 0',
      'vizora_dependency_up{dependency="undisclosed",seen_by="middleware"} 0',
      'vizora_dependency_up{dependency="database",seen_by="realtime"} 1',
      'vizora_dependency_up{dependency="redis",seen_by="realtime"} 0',
      'vizora_dependency_up{dependency="database",seen_by="own"} 1',
      'vizora_dependency_up{dependency="redis",seen_by="own"} 1',
      'vizora_dependency_up{dependency="storage",seen_by="own"} 0',
    ]);
  });

  it('have no series where nothing is told: a wrong 0 or 1 would be worse', () => {
    const look = lookAt(1, {
      middleware: 'unknown',
      realtime: 'dead',
      named: {},
      database: 'unknown',
      redis: null,
      storage: null,
    });
    assert.deepEqual(lines(dependencyFamilies(look)), ['vizora_service_ready{service="realtime"} 0']);
  });

  it('say when the certificate of a public address expires, as its newest look read it', () => {
    const look = (certificateExpiresAt: number | null) =>
      ({ at: 1, outcome: 'down', detail: '', certificateExpiresAt }) as const;
    assert.deepEqual(
      lines(edgeFamilies({ web: [look(1), look(1_800_000_000_000)], middleware: [look(2_000), look(null)] })),
      ['vizora_probe_tls_earliest_cert_expiry_timestamp_seconds{target="web"} 1800000000'],
    );
  });
});
