import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type LoadedConfig, loadConfig } from '../../core/config/load.ts';
import { missingTokens } from './missing-tokens.ts';

const withRemediator = (settings: Partial<LoadedConfig['remediator']>) => {
  const config = loadConfig(undefined, {});
  return { ...config, remediator: { ...config.remediator, ...settings } };
};

describe('the secrets of the remediator', () => {
  it('must hold a token for the webhook, or nothing starts', () => {
    const [problem] = missingTokens(withRemediator({}));
    assert.match(problem ?? '', /alertmanager_token_file is not set/);
  });

  it('are each named with their setting when they cannot be read', () => {
    const settings = { alertmanager_token_file: '/nowhere/a', operator_token_file: '/nowhere/b' };
    const problems = missingTokens(withRemediator(settings)).join('\n');
    assert.match(
      problems,
      /remediator\.alertmanager_token_file: cannot read the file \/nowhere\/a \(ENOENT\)/,
    );
    assert.match(problems, /remediator\.operator_token_file: cannot read the file \/nowhere\/b/);
  });

  it('must hold a token for operators where others reach it, or nothing starts', () => {
    const named = (listen: string) =>
      missingTokens(withRemediator({ alertmanager_token_file: import.meta.filename, listen }));
    for (const listen of ['127.0.0.1:19878', '127.8.8.8:1', 'localhost:19878', '[::1]:19878']) {
      assert.deepEqual(named(listen), [], listen);
    }
    for (const listen of ['0.0.0.0:19878', '[::]:19878', '10.0.0.7:19878', 'localhost.example:19878']) {
      assert.match(String(named(listen)), /which others reach, but remediator\.operator_token_file/, listen);
    }
  });

  it('must hold a token for operators where others reach it by a public address, or nothing starts', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'tokens-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const token = join(folder, 'token');
    writeFileSync(token, 'a-token-that-nobody-knows\n');
    const open = { alertmanager_token_file: token, public_url: 'https://ops.example' };
    const [problem, ...others] = missingTokens(withRemediator(open));
    assert.match(
      problem ?? '',
      /remediator\.public_url .* remediator\.operator_token_file .* write a token into a file/,
    );
    assert.deepEqual(others, []);
    assert.deepEqual(missingTokens(withRemediator({ ...open, operator_token_file: token })), []);
    assert.deepEqual(missingTokens(withRemediator({ alertmanager_token_file: token })), []);
  });
});
