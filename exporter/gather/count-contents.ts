import type { Content } from '../../core/vizora/content.ts';
import type { OrganisationScan } from '../snapshot.ts';

/** How many contents of each status an organisation has, by its last whole list. */
export interface ContentCounts {
  readonly org: string;
  readonly byStatus: ReadonlyMap<string, number>;
}

/** The same reading, counted as it passes. */
export function countContents(read: () => Promise<readonly OrganisationScan<Content>[]>) {
  const counts = new Map<string, ContentCounts>();
  return {
    async read(): Promise<readonly OrganisationScan<Content>[]> {
      const scans = await read();
      for (const { org, scan } of scans) {
        if (!scan.complete) continue;
        const byStatus = new Map<string, number>();
        for (const { status } of scan.items) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
        counts.set(org, { org, byStatus });
      }
      return scans;
    },
    counts: (): readonly ContentCounts[] => [...counts.values()],
  };
}
