import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '../../core/config/load.ts';
import { writeOpsConfig } from './ops-config.ts';
import { freePorts } from './ports.ts';
import { readToken } from './secrets.ts';

test("the stack's addresses, folders and tokens win over a file made for elsewhere, which is told", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'vizora-ops-config-'));
  const ports = await freePorts();
  const files = writeOpsConfig(dataDir, ports, {
    exporter: { listen: '0.0.0.0:1', resolved_hold: '1m' },
    remediator: {
      mode: 'act',
      alertmanager_token_file: '/etc/elsewhere',
      tls: { cert_file: '/etc/elsewhere.crt', key_file: '/etc/elsewhere.key' },
    },
  });
  const { exporter, remediator } = loadConfig(files.configFile, {});
  assert.equal(exporter.listen, `127.0.0.1:${ports.exporter}`);
  assert.equal(exporter.resolved_hold, 60_000);
  assert.equal(remediator.mode, 'act');
  assert.equal(remediator.alertmanager_token_file, files.alertmanagerTokenFile);
  assert.equal(remediator.tls, undefined);
  assert.deepEqual(files.setAside, [
    'exporter.listen',
    'remediator.alertmanager_token_file',
    'remediator.tls',
  ]);
  assert.ok(!readFileSync(files.configFile, 'utf8').includes(readToken(files.operatorTokenFile)));
});
