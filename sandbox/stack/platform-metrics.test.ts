import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadConfig } from '../../core/config/load.ts';
import { metricsOfReal, metricsOfSandbox } from './platform-metrics.ts';
import { DEFAULT_PORTS } from './ports.ts';
import { readToken } from './secrets.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'platform-metrics-'));
after(() => rmSync(dataDir, { recursive: true }));

const real = (settings: string, env: NodeJS.ProcessEnv = {}) => {
  const file = join(dataDir, 'vizora-ops.yaml');
  writeFileSync(file, settings);
  return metricsOfReal(dataDir, { config: loadConfig(file, env), settings: {} }, env);
};

describe("where Prometheus finds the platform's own metrics", () => {
  it('is the sandbox, with a token that stays the same over its starts', () => {
    const { metrics_token_file: file, ...places } = metricsOfSandbox(dataDir, DEFAULT_PORTS);
    assert.deepEqual(places, { middleware: '127.0.0.1:3000', realtime: '127.0.0.1:3002' });
    const token = readToken(file);
    assert.match(token, /^[0-9a-f]{64}$/);
    assert.equal(readToken(metricsOfSandbox(dataDir, DEFAULT_PORTS).metrics_token_file), token);
    assert.equal(statSync(file).mode & 0o077, 0);
  });

  it('is the real platform as configured, over loopback without a token', () => {
    assert.deepEqual(real('vizora: { api_url: http://127.0.0.1:4000 }'), {
      middleware: '127.0.0.1:4000',
      realtime: '127.0.0.1:3002',
    });
  });

  it('takes the file of the token as it is, and writes one for a token of the environment', () => {
    assert.equal(
      real('vizora: { metrics_token: { file: /etc/vizora/metrics.token } }').metrics_token_file,
      '/etc/vizora/metrics.token',
    );
    const { metrics_token_file: file = '' } = real('{}', { METRICS_TOKEN: 'from-the-shell' });
    assert.equal(readFileSync(file, 'utf8'), 'from-the-shell\n');
  });

  it('is nowhere for a part that is only reached with TLS', () => {
    const places = real('vizora: { api_url: https://vizora.example, realtime_url: http://10.0.0.1:3002 }');
    assert.deepEqual(places, { realtime: '10.0.0.1:3002' });
  });
});
