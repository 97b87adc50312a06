import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runProgram } from '../cli/program.ts';
import { type Bench, payload, schedulePastEnd, startBench } from '../remediator/bench.test-support.ts';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'command-line.md'), 'utf8');

async function run(...args: string[]) {
  const printed: string[] = [];
  const print = (text: string) => printed.push(text);
  const code = await runProgram(args, { env: { NO_COLOR: '1' }, print, complain: print });
  return { code, printed: printed.join('\n') };
}

/** While time passes, since looks are seconds apart. */
async function runOn(bench: Bench, ...args: string[]) {
  let ended: Awaited<ReturnType<typeof run>> | undefined;
  void run('--url', bench.url, '--config.file', join(bench.dataDir, 'vizora-ops.yaml'), ...args).then(
    (result) => {
      ended = result;
    },
  );
  await bench.until(`${args[0]} ends`, () => ended !== undefined);
  assert.ok(ended);
  return ended;
}

/** The commands that the help names, those below another with both words. */
async function commands(): Promise<string[]> {
  const below = async (...path: string[]): Promise<string[]> => {
    const { printed } = await run(...path, '--help');
    const names = [...(printed.split('Commands:')[1]?.matchAll(/^ {2}([a-z-]+)/gm) ?? [])].map(
      ([, name = '']) => name,
    );
    const found = await Promise.all(
      names
        .filter((name) => name !== 'help')
        .map(async (name) => {
          const further = await below(...path, name);
          return further.length === 0 ? [[...path, name].join(' ')] : further;
        }),
    );
    return found.flat();
  };
  return below();
}

describe('the command line and the remediator', () => {
  it('agree about what is answered, for every command that only asks', async (t) => {
    const bench = await startBench(t);
    const labels = schedulePastEnd(bench.world.endSchedule(1));
    await bench.alert(labels);
    await bench.until('it is repaired', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    const file = join(bench.dataDir, 'payload.json');
    writeFileSync(file, JSON.stringify(payload([{ labels }])));
    const expected: [string[], number, RegExp][] = [
      [['status'], 0, /^Mode: act/],
      [['remediations'], 0, /^r1 .*deactivate_schedule.*fixed/m],
      [['show', 'r1'], 0, /^is_active +true +false$/m],
      [['decisions'], 0, /fault_confirmed/],
      [['explain', 'r1'], 0, /precondition +yes/],
      [['replay', file], 1, /^would be refused: cooldown/m],
      [['proposals'], 0, /Nobody was asked/],
      [['undo', 'r1'], 0, /switched on again/],
      [['undo', 'r1'], 1, /active, as it was before/],
    ];
    for (const [args, code, text] of expected) {
      const ended = await runOn(bench, ...args);
      assert.deepEqual([args, ended.code], [args, code], ended.printed);
      assert.match(ended.printed, text);
    }
    for (const args of [['status'], ['remediations'], ['show', 'r1'], ['explain', 'r1']]) {
      JSON.parse((await runOn(bench, '--json', ...args)).printed);
    }
    const copy = join(bench.dataDir, 'copy.sqlite');
    assert.match((await runOn(bench, 'backup', copy)).printed, /journal in it is intact/);
    assert.match((await runOn(bench, 'audit', 'verify')).printed, /The journal is intact/);
  });

  it('are described on a page that names every command, and no other', async () => {
    const named = [...page.matchAll(/^\| `vizora-ops ((?:(?:audit|maintenance|silence) )?[a-z-]+)/gm)].map(
      ([, name = '']) => name,
    );
    assert.deepEqual(named.toSorted(), (await commands()).toSorted());
  });
});
