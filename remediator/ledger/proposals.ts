import { randomBytes } from 'node:crypto';
import type { Question } from '../question.ts';
import type { Journal } from './journal.ts';
import type { Store } from './store.ts';

type Json = Readonly<Record<string, unknown>>;

export interface ProposalDraft extends Question {
  /** The canonical target. */
  readonly target: string;
  readonly plan: Json;
  readonly evidence: Json;
  readonly before: Json;
  /** Of all that an approval is bound to. */
  readonly hash: string;
  readonly expires_at: number;
}

/** A plan about which a person is asked. Times are ms since the epoch. */
export interface Proposal extends ProposalDraft {
  readonly id: number;
  /** `used` when an intent came of the approval. */
  readonly state: 'waiting' | 'approved' | 'rejected' | 'expired' | 'used';
  readonly made_at: number;
  /** When its state last changed. */
  readonly changed_at: number | null;
  readonly answered_by: string | null;
  /** Why it expired. */
  readonly detail: string | null;
  readonly remediation_id: number | null;
}

export interface Proposals {
  /** Asks a person; what was asked before about the same question is then out of date. */
  make(draft: ProposalDraft, at: number): { readonly made: Proposal; readonly replaced: Proposal | null };
  get(id: number): Proposal | null;
  /**
   * What nobody can guess in the link to its page; null where there is none. Not a part of the proposal, so that it does
   * not get into whatever a proposal is written to.
   */
  linkSecret(id: number): string | null;
  /** What was asked last about this. */
  newestOf(question: Question): Proposal | null;
  /** Whether a person said no to the very same since then. */
  rejectedSince(question: Question, hash: string, since: number): Proposal | null;
  /** Waiting for an answer, or approved and not used yet; those whose time is over included, until they are expired. */
  open(): Proposal[];
  /** The last ones, in the order of asking. */
  list(limit: number): Proposal[];
  answer(id: number, answer: 'approved' | 'rejected', by: string, at: number): void;
  expire(id: number, why: string, at: number): void;
  /** Ends what is open about this, since it is being done; an approval is used up by that. */
  use(question: Question, remediationId: number, at: number): void;
}

const SECRET_BYTES = 16;

export function createProposals(store: Store, journal: Journal): Proposals {
  const { db, transaction } = store;
  const insert = db.prepare(`
    INSERT INTO proposals (question, incident, org, target_kind, target_id, action, target, plan, evidence, before,
      hash, state, made_at, expires_at, link_secret)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)`);
  const byId = db.prepare('SELECT * FROM proposals WHERE id = ?');
  const secretOf = db.prepare('SELECT link_secret FROM proposals WHERE id = ?');
  const newest = db.prepare('SELECT * FROM proposals WHERE question = ? ORDER BY id DESC LIMIT 1');
  const rejected = db.prepare(`
    SELECT * FROM proposals WHERE question = ? AND hash = ? AND state = 'rejected' AND changed_at > ?
    ORDER BY id DESC LIMIT 1`);
  const open = db.prepare(`SELECT * FROM proposals WHERE state IN ('waiting', 'approved') ORDER BY id`);
  const last = db.prepare('SELECT * FROM (SELECT * FROM proposals ORDER BY id DESC LIMIT ?) ORDER BY id');
  const setState = db.prepare(`
    UPDATE proposals SET state = ?, changed_at = ?, answered_by = coalesce(?, answered_by), detail = ?, remediation_id = ?
    WHERE id = ?`);

  const get = (id: number) => proposalOrNull(byId.get(id));
  const newestOf = (question: Question) => proposalOrNull(newest.get(keyOf(question)));
  const expire = (id: number, why: string, at: number) =>
    transaction(() => {
      setState.run('expired', at, null, why, null, id);
      journal.append('proposal_expired', at, { proposal_id: id, why });
    });

  return {
    make: (draft, at) =>
      transaction(() => {
        const replaced = newestOf(draft);
        const wasOpen = replaced !== null && isOpen(replaced);
        if (wasOpen) expire(replaced.id, whyReplaced(replaced, draft, at), at);
        const { incident, org, target_kind, target_id, action, target, hash, expires_at } = draft;
        const [plan, evidence, before] = [draft.plan, draft.evidence, draft.before].map((json) =>
          JSON.stringify(json),
        ) as [string, string, string];
        const { lastInsertRowid } = insert.run(
          keyOf(draft),
          incident,
          org,
          target_kind,
          target_id,
          action,
          target,
          plan,
          evidence,
          before,
          hash,
          at,
          expires_at,
          randomBytes(SECRET_BYTES).toString('hex'),
        );
        const made = get(Number(lastInsertRowid));
        if (made === null) throw new Error('the proposal was written, but cannot be read back');
        journal.append('proposal_made', at, { ...made });
        return { made, replaced: wasOpen ? get(replaced.id) : null };
      }),
    get,
    linkSecret(id) {
      const secret = secretOf.get(id)?.['link_secret'] ?? null;
      return secret === null ? null : String(secret);
    },
    newestOf,
    rejectedSince: (question, hash, since) => proposalOrNull(rejected.get(keyOf(question), hash, since)),
    open: () => open.all().map(proposalOf),
    list: (limit) => last.all(limit).map(proposalOf),
    answer: (id, answer, by, at) =>
      transaction(() => {
        setState.run(answer, at, by, null, null, id);
        journal.append(`proposal_${answer}`, at, { proposal_id: id, hash: get(id)?.hash, by });
      }),
    expire,
    use: (question, remediationId, at) =>
      transaction(() => {
        const current = newestOf(question);
        if (current === null || !isOpen(current)) return;
        if (current.state === 'waiting') return expire(current.id, 'it was done without asking', at);
        setState.run('used', at, null, null, remediationId, current.id);
        journal.append('proposal_used', at, { proposal_id: current.id, remediation_id: remediationId });
      }),
  };
}

const isOpen = ({ state }: Proposal): boolean => state === 'waiting' || state === 'approved';

function whyReplaced(replaced: Proposal, { hash }: ProposalDraft, at: number): string {
  if (at >= replaced.expires_at) return 'its time was over';
  return hash === replaced.hash ? 'asked anew' : 'superseded: the evidence has changed';
}

const keyOf = ({ incident, org, target_kind, target_id, action }: Question) =>
  JSON.stringify([action, incident, org, target_kind, target_id]);

const proposalOrNull = (row: Record<string, unknown> | undefined) =>
  row === undefined ? null : proposalOf(row);

function proposalOf(row: Record<string, unknown>): Proposal {
  const { question: _question, link_secret: _secret, ...rest } = row;
  const json = (column: string) => JSON.parse(String(row[column]));
  return {
    ...rest,
    plan: json('plan'),
    evidence: json('evidence'),
    before: json('before'),
  } as unknown as Proposal;
}
