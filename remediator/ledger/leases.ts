import type { Store } from './store.ts';

/** One decision or remediation at a time for each canonical target, across restarts. */
export interface Leases {
  /** True when it was free and is ours now. */
  take(target: string, at: number): boolean;
  /** The same for a person's undo, which no decision can take it from; null when it was not free. @returns gives it back */
  takeForUndo(target: string, at: number): (() => void) | null;
  /** Hands the lease over to a remediation, with which it ends. @throws Error when no decision has it */
  bind(target: string, remediationId: number): void;
  /** Gives back what a decision took. */
  release(target: string): void;
  finish(remediationId: number): void;
  holder(target: string): { readonly remediationId: number | null; readonly takenAt: number } | null;
  /** Drops what decisions held that ended with the process. */
  dropUnbound(): void;
}

export function createLeases({ db }: Store): Leases {
  const insert = db.prepare('INSERT OR IGNORE INTO leases (target, taken_at) VALUES (?, ?)');
  const bind = db.prepare('UPDATE leases SET remediation_id = ? WHERE target = ? AND remediation_id IS NULL');
  const release = db.prepare('DELETE FROM leases WHERE target = ? AND remediation_id IS NULL');
  const finish = db.prepare('DELETE FROM leases WHERE remediation_id = ?');
  const select = db.prepare('SELECT * FROM leases WHERE target = ?');
  const drop = db.prepare('DELETE FROM leases WHERE remediation_id IS NULL');
  /** Where an undo is under way; it ends with the process. */
  const undone = new Set<string>();
  return {
    takeForUndo(target, at) {
      if (insert.run(target, at).changes !== 1) return null;
      undone.add(target);
      return () => {
        undone.delete(target);
        release.run(target);
      };
    },
    take: (target, at) => insert.run(target, at).changes === 1,
    bind(target, remediationId) {
      if (undone.has(target) || bind.run(remediationId, target).changes !== 1) {
        throw new Error(`the lease on ${target} is not that of the decision`);
      }
    },
    release(target) {
      if (!undone.has(target)) release.run(target);
    },
    finish(remediationId) {
      finish.run(remediationId);
    },
    holder(target) {
      const row = select.get(target);
      if (row === undefined) return null;
      const { remediation_id: id, taken_at: takenAt } = row;
      return { remediationId: id === null ? null : Number(id), takenAt: Number(takenAt) };
    },
    dropUnbound() {
      drop.run();
    },
  };
}
