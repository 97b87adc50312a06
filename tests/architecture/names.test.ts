import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { basename } from 'node:path/posix';
import { describe, it } from 'node:test';
import { AGENTS } from '../../core/incidents.ts';
import { projectPaths, root, sourceFiles } from './source-files.ts';

/** The operators' own names for the agents say what they do. */
const agents: readonly string[] = AGENTS;
const nothing = /^(utils?|helpers?|common|misc|shared|manager|lib)$|[-.](utils?|helpers?|manager)$/;

/** The folders in which people and build machines keep their checkouts. */
const somebodysMachine = /(?<![\w.$}:-])\/(home|Users|root|work|workspaces?|builds)\/[\w.-]+/;

/** Where packages come from is the machine's affair: the lock file names no host. */
const registryHost = /"resolved": "https?:|\bregistry\s*=\s*https?:|_authToken/;

describe('names', () => {
  it('of files say what is in them', () => {
    const vague = sourceFiles().filter(({ path }) =>
      path
        .split('/')
        .map((part) => part.replace(/(\.test)?\.(ts|mjs|cjs|js)$/, ''))
        .some((name) => nothing.test(name) && !agents.includes(name)),
    );
    assert.deepEqual(
      vague.map(({ path }) => path),
      [],
      'a file is named after what it exports, so that it is found and stays about one thing',
    );
  });

  it('of files are in kebab-case', () => {
    const other = sourceFiles().filter(({ path }) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(basename(path)));
    assert.deepEqual(
      other.map(({ path }) => path),
      [],
    );
  });

  it('of places on one machine are nowhere', () => {
    const found = texts().filter(({ text }) => somebodysMachine.test(text));
    assert.deepEqual(
      found.map(({ path, text }) => `${path}: ${somebodysMachine.exec(text)?.[0]}`),
      [],
      'a path of one machine means nothing on the next',
    );
  });

  it('of package registries are nowhere', () => {
    const found = texts().filter(
      ({ path, text }) => !path.startsWith('tests/architecture/') && registryHost.test(text),
    );
    assert.deepEqual(
      found.map(({ path, text }) => `${path}: ${registryHost.exec(text)?.[0]}`),
      [],
    );
  });
});

function texts(): { path: string; text: string }[] {
  return projectPaths()
    .filter((path) => !/\.(png|svg|ico|gz|woff2?)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
