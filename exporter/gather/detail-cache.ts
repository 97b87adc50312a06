import type { ContentFacts } from '../../core/checks/content-facts.ts';
import type { DetailStore } from '../detail-store.ts';

/** What is known of the contents of one organisation, in memory and on disk. */
export interface DetailCache {
  readonly known: ReadonlyMap<string, ContentFacts>;
  learn(id: string, facts: ContentFacts): void;
  /** Forgets what is not among these, which must be all that there are. */
  keepOnly(there: { has(id: string): boolean }): void;
  /** Writes what is not on disk yet; what could not be written is written the next time. @throws Error */
  save(): void;
}

export function openDetailCache(org: string, store: DetailStore): DetailCache {
  const known = store.load(org);
  const learned = new Map<string, ContentFacts>();
  const gone = new Set<string>();
  return {
    known,
    learn(id, facts) {
      known.set(id, facts);
      learned.set(id, facts);
      gone.delete(id);
    },
    keepOnly(there) {
      for (const id of known.keys()) {
        if (there.has(id)) continue;
        known.delete(id);
        learned.delete(id);
        gone.add(id);
      }
    },
    save() {
      if (learned.size === 0 && gone.size === 0) return;
      store.save(org, learned, gone);
      learned.clear();
      gone.clear();
    },
  };
}
