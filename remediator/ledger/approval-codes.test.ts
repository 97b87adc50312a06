import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { openLedger } from './ledger.ts';

const NOW = 1_800_000_000_000;

/** A ledger in which a person is asked one thing. */
function asking(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'codes-'));
  const ledger = openLedger(folder);
  t.after(() => {
    ledger.close();
    rmSync(folder, { recursive: true });
  });
  const question = { incident: 'i', org: 'o', target_kind: 'k', target_id: 't', action: 'a' };
  const plan = { plan: {}, evidence: {}, before: {}, hash: 'h', target: 'k/t' };
  const { made } = ledger.proposals.make({ ...question, ...plan, expires_at: NOW + 3_600_000 }, NOW);
  return { codes: ledger.approvalCodes, made };
}

describe('a one-time code', () => {
  it('is right once, until its ten minutes are over', (t) => {
    const { codes, made } = asking(t);
    const { code, expiresAt } = codes.make(made, NOW);
    assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    assert.equal(expiresAt, NOW + 600_000);
    assert.equal(codes.redeem(made, code, expiresAt), false);
    assert.equal(codes.redeem(made, code, expiresAt - 1), true);
    assert.equal(codes.redeem(made, code, NOW), false);
  });

  it('is bound to the plan that it was given for', (t) => {
    const { codes, made } = asking(t);
    const { code } = codes.make(made, NOW);
    assert.equal(codes.redeem({ ...made, hash: 'another' }, code, NOW), false);
  });
});
