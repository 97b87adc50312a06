import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { INCIDENTS } from '../core/incidents.ts';
import { TARGET_KINDS } from '../core/target.ts';
import { ACTION_NAMES, type Action } from './action.ts';
import { actions } from './actions/index.ts';
import { type Bench, startBench } from './bench.test-support.ts';

const RUNS = 60;
const APPS = { middleware: 'vizora-middleware', realtime: 'vizora-realtime', web: 'vizora-web' } as const;

/** Text that would do harm wherever it were not taken for text. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    ...['$(reboot)', '`id`', "'; DROP TABLE remediations; --", '../../etc/passwd', '..', '.', '', ' ', '*'],
    ...[
      '<script>alert(1)</script>',
      'all',
      '-1',
      '--force',
      '__proto__',
      'constructor',
      'toString',
      '\u0000',
    ],
    ...[
      'vizora-web; pm2 kill',
      'vizora-web:3:4',
      'vizora-web:-1',
      'vizora-web:1e9',
      'acme/../beta',
      '%2e%2e%2f',
    ],
    ...['{{ .Labels }}', '"} or remediation=~".*"', 'Content"; VACUUM FULL; --', 'acme\nbeta', 'ａｃｍｅ'],
  ),
);

/** Every string that the fake platform calls something by, whichever kinds of things it has. */
function namesIn(world: object): string[] {
  const names = new Set<string>();
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === 'string' || typeof value === 'number') names.add(String(value));
    else if (value instanceof Map) for (const [key, inner] of value) visit([key, inner], depth);
    else if (typeof value === 'object' && value !== null && depth < 5) {
      for (const inner of Object.values(value)) visit(inner, depth + 1);
    }
  };
  visit(world, 0);
  return [...names].filter((name) => /^[\w./:-]{1,64}$/.test(name));
}

type Labels = Readonly<Record<string, string>>;

/** What leads to this action, by the kind of its target; found out by asking it, so that no action is left out. */
function soundLabels(action: Action, names: readonly string[]): Labels[][] {
  return TARGET_KINDS.map((target_kind) =>
    action.incidents.flatMap((incident) =>
      names.flatMap((target_id) =>
        ['platform', 'acme'].flatMap((org): Labels[] => {
          const labels = { remediation: action.name, incident, org, target_kind, target_id };
          const repair = action.bind(labels, APPS);
          return repair === null || repair.inOrganisation !== (org === 'acme') ? [] : [labels];
        }),
      ),
    ),
  ).filter((ofKind) => ofKind.length > 0);
}

/** Such labels, of which now and then some are replaced by hostile text, or joined by it. */
function labelsOf(sound: readonly (readonly Labels[])[]): fc.Arbitrary<Labels> {
  const replaced = fc.dictionary(
    fc.oneof(fc.constantFrom('incident', 'org', 'target_kind', 'target_id', 'target', 'site'), hostile),
    hostile,
    { maxKeys: 3 },
  );
  return fc
    .constantFrom(...sound)
    .chain((ofKind) => fc.constantFrom(...ofKind))
    .chain((labels) =>
      fc
        .oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: replaced })
        .map((hostileOnes) => ({ ...labels, ...hostileOnes })),
    );
}

const NAMES = [
  'acme',
  ...Object.keys(APPS),
  ...Object.values(APPS),
  'vizora-web:3',
  `c${'a'.repeat(24)}`,
  'Content',
  'devices',
];

/** Everything may act, as far as gates that count go. */
const generous = {
  reconcile_interval: '1h',
  database_url: { env: 'MAINTENANCE_URL' },
  mass_failure: { more_than: 1_000, services: 100 },
  budget: { per_hour: 999, per_day: 999 },
  actions: Object.fromEntries(
    ACTION_NAMES.map((name) => [
      name,
      {
        mode: 'act',
        attempts: 9,
        cooldown: '1s',
        target_per_hour: 99,
        per_hour: 999,
        per_day: 999,
        max_share: 1,
      },
    ]),
  ),
};

describe('invariant 10: alert data is inert, for every action that there is', () => {
  it('no label leads to what no incident is repaired with', () => {
    const own = actions.filter(({ incidents }) => incidents.length === 0);
    for (const action of own) assert.deepEqual(soundLabels(action, [...NAMES, 'all']), [], action.name);
  });

  for (const action of actions.filter(({ incidents }) => incidents.length > 0)) {
    it(`${action.name}: labels name a target of a plain form, or none`, () => {
      let bound = 0;
      fc.assert(
        fc.property(labelsOf(soundLabels(action, NAMES)), (labels) => {
          const repair = action.bind(labels, APPS);
          if (repair === null) return;
          bound += 1;
          assert.equal(repair.action, action.name);
          assert.match(repair.target, /^[a-z]+\/[A-Za-z0-9][\w.:-]{0,99}$/);
          for (const [name, value] of Object.entries(repair.params)) {
            // It is shown, and nothing is chosen by it: that the action is meant for it is asked before.
            if (name === 'incident') continue;
            assert.match(String(value), /^[A-Za-z0-9][\w.:-]{0,99}$/, name);
          }
        }),
        { numRuns: 3_000, seed: 1 },
      );
      assert.ok(bound > 0, 'some labels lead to it, else this shows nothing');
    });

    it(`${action.name}: what the platform is asked and told is of the same form whatever labels say`, async (t) => {
      const bench = await startBench(t, { remediator: generous });
      for (const process of bench.world.processes) {
        process.logFiles = [`/var/log/pm2/${process.pmId}.log`];
        bench.world.logs.put(`/var/log/pm2/${process.pmId}.log`, 150_000_000);
      }
      bench.world.tables.fill('Content');
      const names = namesIn(bench.world);
      bench.world.hang(2);
      bench.world.giveUpOn(3);
      for (let n = 0; n < bench.world.schedules.size; n++) bench.world.endSchedule(n);
      await fc.assert(
        fc.asyncProperty(
          labelsOf([names, NAMES].flatMap((some) => soundLabels(action, some))),
          async (labels) => {
            bench.alertmanager.alerts.splice(0);
            bench.alertmanager.fire(labels, bench.clock.now());
            assert.equal((await bench.deliver([{ labels }])).status, 200);
            await bench.pass(6_000);
          },
        ),
        { numRuns: RUNS, seed: 2 },
      );
      assert.ok(await someWereThere(bench), 'some were looked up and found, else this shows nothing');
      for (const read of bench.world.reads) assert.match(read, /^[\w./: -]{1,120}$/);
      for (const { verb, on, value } of bench.world.acts) {
        assert.match(verb, /^[a-zA-Z_]+$/);
        assert.ok(names.includes(String(on)), `${verb} on ${on}, which is a thing of the platform`);
        assert.notEqual(typeof value, 'string');
      }
      assert.equal((await bench.get('/api/v1/status'))['mode'], 'act', 'it still runs');
      assert.ok(await everyDecisionIsWhole(bench));
    });
  }

  it('knows the incidents of each', () => {
    for (const { name, incidents } of actions) {
      for (const incident of incidents) assert.ok(Object.hasOwn(INCIDENTS, incident), `${name}: ${incident}`);
    }
  });
});

async function someWereThere(bench: Bench): Promise<boolean> {
  const found = ({ gate, passed }: { gate: string; passed: boolean }) => gate === 'inventory' && passed;
  return (await bench.decisions()).some(({ gates }) => (gates as Parameters<typeof found>[0][]).some(found));
}

async function everyDecisionIsWhole(bench: Bench): Promise<boolean> {
  const decisions = await bench.decisions();
  return decisions.length >= RUNS && decisions.every(({ gates }) => Array.isArray(gates) && gates.length > 0);
}
