import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';

const root = dirname(dirname(import.meta.dirname));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** Without what npm adds while it runs a script: the commands run as in a user's shell, in a folder of their own. */
const shell = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_(?!config_(cache|registry|userconfig)$)/.test(name)),
);
const path = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter);

describe('the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vizora-ops-package-'));
  const installed = join(folder, 'node_modules');
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...shell, PATH: path } });
  let contents: string[] = [];

  before(() => {
    writeFileSync(join(folder, 'package.json'), '{}');
    const packed = execFileSync('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
    });
    // The build that npm runs before packing may print lines of its own in front.
    const [{ filename, files }] = JSON.parse(packed.slice(packed.search(/^\[$/m)));
    contents = files.map((file: { path: string }) => file.path);
    run(
      'npm',
      'install',
      '--omit=dev',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      filename,
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what production needs and nothing of development', () => {
    for (const file of [
      ...['LICENSE', 'README.md', 'CHANGELOG.md', 'prometheus/prometheus.yml'],
      ...['alertmanager/alertmanager.yml', 'alertmanager/templates/slack.tmpl'],
      ...['grafana/generated/vizora-ops.json', 'grafana/provisioning/dashboards/vizora-ops.yaml'],
    ]) {
      assert.ok(contents.includes(file), `${file} is missing`);
    }
    assert.deepEqual(
      contents.filter((file) =>
        /\.ts$|\.test[.-]|^(sandbox|tests|benchmarks|prepare|node_modules)\//.test(file),
      ),
      [],
    );
  });

  for (const program of Object.keys(manifest.bin)) {
    it(`brings ${program}, which knows its version and explains itself`, () => {
      assert.match(
        run(join(installed, '.bin', program), '--version'),
        new RegExp(`\\b${manifest.version}\\b`),
      );
      assert.match(run(join(installed, '.bin', program), '--help'), /usage/i);
    });
  }

  it('installs no dependency of development', () => {
    const all = new Set(readdirSync(installed, { recursive: true, encoding: 'utf8' }));
    for (const name of Object.keys(manifest.devDependencies)) {
      assert.ok(!all.has(name) && !existsSync(join(installed, name)), `${name} was installed`);
    }
  });
});
