import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { missingFromLock } from './complete-lock.mjs';
import { driftOfNodeModules, whyNpmFailed } from './node-modules.mjs';

const locked = {
  '': { name: 'x' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/other-platform': { version: '1.0.0', optional: true },
};

function drift(installed) {
  const folder = mkdtempSync(join(tmpdir(), 'vizora-ops-lock-'));
  try {
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: locked }));
    mkdirSync(join(folder, 'node_modules'));
    if (installed !== null) writeFileSync(join(folder, 'node_modules/.package-lock.json'), installed);
    return driftOfNodeModules(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('node_modules', () => {
  it('are as locked when npm says that it installed the same', () => {
    const installed = {
      'node_modules/a': locked['node_modules/a'],
      'node_modules/left-over': { version: '1.0.0' },
    };
    assert.deepEqual(drift(JSON.stringify({ packages: installed })), []);
  });

  for (const [what, installed] of [
    ['there are none', null],
    ['npm was interrupted while it wrote', '{"packa'],
    ['a package is missing', '{"packages":{}}'],
    [
      'a package has another version',
      '{"packages":{"node_modules/a":{"version":"0.9.0","integrity":"sha512-a"}}}',
    ],
    [
      'a package has other contents',
      '{"packages":{"node_modules/a":{"version":"1.0.0","integrity":"sha512-b"}}}',
    ],
  ]) {
    it(`differ when ${what}`, () => {
      assert.deepEqual(drift(installed), ['a']);
    });
  }
});

describe('a failed npm ci', () => {
  it('is a machine without network when npm got no connection', () => {
    assert.match(
      whyNpmFailed('npm error code EAI_AGAIN\nnpm error syscall getaddrinfo'),
      /needs the network/,
    );
  });

  it('is what npm says otherwise', () => {
    assert.equal(whyNpmFailed('npm error code EINTEGRITY'), 'npm ci failed:');
  });
});

describe('completing a lock file', () => {
  it('adds the packages of other platforms, with the platform that their names tell', () => {
    const packages = {
      'node_modules/a': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: { '@a/cli-linux-x64-musl': '1.0.0' },
      },
      'node_modules/b': { version: '1.0.0', optionalDependencies: { '@b/win32-ia32': '2.0.0', c: '3.0.0' } },
      'node_modules/b/node_modules/c': { version: '3.0.0', optional: true },
    };
    assert.deepEqual(missingFromLock(packages), {
      'node_modules/@a/cli-linux-x64-musl': {
        ...{ version: '1.0.0', cpu: ['x64'], libc: ['musl'], os: ['linux'] },
        ...{ dev: true, optional: true },
      },
      'node_modules/@b/win32-ia32': { version: '2.0.0', cpu: ['ia32'], os: ['win32'], optional: true },
    });
  });

  it('refuses to guess', () => {
    const packages = { 'node_modules/a': { version: '1.0.0', optionalDependencies: { colours: '1.0.0' } } };
    assert.throws(() => missingFromLock(packages), /colours is missing .* tells no platform/);
  });
});
