import type { Finding } from '../../core/verdict.ts';
import type { Snapshot } from '../agent.ts';

/** The sections that are one list for each organisation. */
export type ListName = 'displays' | 'displayGroups' | 'schedules' | 'playlists' | 'contents';
export type ScanOf<Name extends ListName> = Snapshot[Name][number]['scan'];
export type ItemOf<Name extends ListName> = ScanOf<Name>['items'][number];

export type Unknown = Extract<Finding, { readonly verdict: 'unknown' }>;

interface ListedIn<T> {
  readonly org: string;
  readonly scan: { readonly items: readonly T[] } & (
    | { readonly complete: true }
    | { readonly complete: false; readonly reason: string; readonly detail: string }
  );
}

/** Why a verdict that needs these lists of the organisation cannot be given; null when all of them are whole. */
export function gapIn<Name extends ListName>(
  sections: Readonly<Record<Name, readonly ListedIn<unknown>[]>>,
  org: string,
  needed: readonly Name[],
): Unknown | null {
  for (const name of needed) {
    const scan = ofOrganisation(sections[name], org)?.scan;
    if (scan === undefined) return incomplete(`${name}: not read`);
    if (!scan.complete) return incomplete(`${name}: ${scan.reason}: ${scan.detail}`);
  }
  return null;
}

const incomplete = (detail: string): Unknown => ({ verdict: 'unknown', reason: 'scan_incomplete', detail });

/** What was seen of a list of the organisation, whole or not. */
export function itemsOf<T>(section: readonly ListedIn<T>[], org: string): readonly T[] {
  return ofOrganisation(section, org)?.scan.items ?? [];
}

/** What a section says of the organisation, where it has something to say. */
export function ofOrganisation<T extends { readonly org: string }>(
  section: readonly T[],
  org: string,
): T | undefined {
  return section.find((entry) => entry.org === org);
}
