import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Proposal } from './proposals.ts';
import type { Store } from './store.ts';

/** What an approval by code is for: this proposal, as it was shown. */
type Subject = Pick<Proposal, 'id' | 'hash'>;

/** One-time codes with which a person approves where no operator token is at hand. */
export interface ApprovalCodes {
  /** A new one; the one before it is void. Only its digest is kept. */
  make(subject: Subject, at: number): { readonly code: string; readonly expiresAt: number };
  /** Whether this is the code, which is void after that; each wrong one counts, and the fifth voids the code. */
  redeem(subject: Subject, code: string, at: number): boolean;
}

const VALID_FOR_MS = 600_000;
const TRIES = 5;
/** 32 signs, none of which is easily taken for another. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;

export function createApprovalCodes({ db, transaction }: Store): ApprovalCodes {
  const put = db.prepare(
    'INSERT OR REPLACE INTO approval_codes (proposal_id, digest, expires_at, tries) VALUES (?, ?, ?, 0)',
  );
  const select = db.prepare('SELECT digest, expires_at, tries FROM approval_codes WHERE proposal_id = ?');
  const countTry = db.prepare('UPDATE approval_codes SET tries = tries + 1 WHERE proposal_id = ?');
  const remove = db.prepare('DELETE FROM approval_codes WHERE proposal_id = ?');
  return {
    make(subject, at) {
      const code = [...randomBytes(LENGTH)].map((byte) => SIGNS[byte % SIGNS.length]).join('');
      const expiresAt = at + VALID_FOR_MS;
      put.run(subject.id, digest(subject, code).toString('hex'), expiresAt);
      return { code: code.replace(/(.{4})(?=.)/g, '$1-'), expiresAt };
    },
    redeem: (subject, code, at) =>
      transaction(() => {
        const row = select.get(subject.id);
        if (row === undefined || at >= Number(row['expires_at']) || Number(row['tries']) >= TRIES)
          return false;
        const typed = digest(subject, code.toUpperCase().replace(/[^0-9A-Z]/g, ''));
        if (timingSafeEqual(typed, Buffer.from(String(row['digest']), 'hex'))) {
          remove.run(subject.id);
          return true;
        }
        countTry.run(subject.id);
        return false;
      }),
  };
}

const digest = ({ id, hash }: Subject, code: string): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([id, hash, code]))
    .digest();
