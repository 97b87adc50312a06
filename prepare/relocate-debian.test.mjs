import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { relocate } from './relocate-debian.mjs';

describe('relocating unpacked packages', () => {
  let unpacked;
  beforeEach(() => {
    unpacked = join(mkdtempSync(join(tmpdir(), 'vizora-ops-unpacked-')), "it's here");
    mkdirSync(unpacked);
  });
  afterEach(() => rmSync(dirname(unpacked), { recursive: true, force: true }));

  function has(file, text, mode) {
    mkdirSync(dirname(join(unpacked, file)), { recursive: true });
    writeFileSync(join(unpacked, file), text, { mode });
  }

  it('lets a program find its files by the path that it was built with', () => {
    const program = '#!/bin/sh\ncat /usr/share/prometheus/alertmanager/default.tmpl\necho "$@"\n';
    has('usr/bin/prometheus-alertmanager', program, 0o755);
    has('usr/share/prometheus/alertmanager/default.tmpl', 'the template\n');
    relocate(unpacked);
    const launcher = join(unpacked, 'bin/prometheus-alertmanager');
    assert.equal(execFileSync(launcher, ['a b', '*'], { encoding: 'utf8' }), 'the template\na b *\n');
    assert.equal(readFileSync(join(unpacked, 'usr/bin/prometheus-alertmanager')).length, program.length);
  });

  it('leaves a program alone that needs no files', () => {
    has('usr/bin/promtool', '#!/bin/sh\n', 0o755);
    relocate(unpacked);
    assert.equal(existsSync(join(unpacked, 'bin/promtool')), false);
  });

  it('follows a link to a file that is not unpacked to the file of this machine', () => {
    const onMachine = join(unpacked, '..', 'on-machine');
    writeFileSync(onMachine, 'machine');
    const link = join(unpacked, 'usr/share/js/link');
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(unpacked, onMachine), link);
    relocate(unpacked);
    assert.equal(readFileSync(link, 'utf8'), 'machine');
  });
});
