import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { serviceDown, startBench } from './bench.test-support.ts';

/** Realtime hangs, and its restart is up to this command. */
async function hangs(t: TestContext, preflight: readonly string[], within = '5s') {
  const policy = { preflight, preflight_within: within };
  const bench = await startBench(t, { remediator: { actions: { restart_process: policy } } });
  bench.world.hang(2);
  await bench.alert(serviceDown('realtime'));
  await bench.pass(20_000);
  const decisions = await bench.decisions();
  const decision = decisions.find(({ source }) => source === 'webhook');
  const gates = decision?.['gates'] as { gate: string; saw: string }[];
  return { bench, decision, saw: gates.find(({ gate }) => gate === 'preflight')?.saw };
}

const shell = (script: string) => ['/bin/sh', '-c', script];

describe('the preflight command', () => {
  it('that agrees lets the restart through', async (t) => {
    const { bench, saw } = await hangs(t, shell('echo configuration is fine'));
    assert.equal(saw, '/bin/sh ended with code 0: configuration is fine');
    assert.deepEqual(
      bench.world.acts.map(({ verb, on }) => [verb, on]),
      [['restart', 2]],
    );
  });

  const refusals: readonly (readonly [when: string, argv: readonly string[], saw: string])[] = [
    [
      'does not agree',
      shell('echo no room on the disk; exit 7'),
      '/bin/sh ended with code 7: no room on the disk',
    ],
    ['hangs and does not listen', shell("trap '' TERM; sleep 60"), '/bin/sh did not end within 0.5 s'],
    ['is killed', shell('kill -9 $$'), '/bin/sh was ended by SIGKILL'],
    ['is not there', ['/nowhere/preflight'], '/nowhere/preflight cannot be run: ENOENT'],
    [
      'prints a secret',
      shell('echo "DATABASE_PASSWORD=hunter2 is wrong"; exit 1'),
      '/bin/sh ended with code 1: DATABASE_PASSWORD=[redacted] is wrong',
    ],
  ];
  for (const [when, argv, expected] of refusals) {
    it(`that ${when} stands against the restart, and people are told once`, async (t) => {
      const { bench, decision, saw } = await hangs(t, argv, '500ms');
      assert.deepEqual([decision?.['reason'], saw], ['preflight_failed', expected]);
      await bench.alert(serviceDown('realtime'));
      await bench.pass(180_000);
      assert.deepEqual(bench.world.acts, []);
      const escalated = (await bench.metrics()).match(/^vizora_remediation_escalated\{.*\} 1$/gm);
      assert.equal(escalated?.length, 1);
      assert.match(escalated?.[0] ?? '', /reason="preflight_failed"/);
    });
  }

  it('is told nothing of the alert', async (t) => {
    const print = shell('echo "$0 $# $(env | sort | cut -d= -f1 | tr "\\n" " ")"');
    const { saw } = await hangs(t, print);
    const names = saw?.split(' ').filter((name) => /^[A-Z_]+$/.test(name)) ?? [];
    assert.deepEqual(
      names.filter((name) => !['HOME', 'LANG', 'PATH', 'PWD', 'USER', 'OLDPWD', 'SHLVL', '_'].includes(name)),
      [],
    );
    assert.match(saw ?? '', / 0: \/bin\/sh 0 | code 0: \/bin\/sh 0 /);
  });
});
