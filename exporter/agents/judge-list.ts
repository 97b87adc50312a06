import type { IncidentType } from '../../core/incidents.ts';
import type { Target } from '../../core/target.ts';
import { type Finding, unknown } from '../../core/verdict.ts';
import { covered, judge, notCovered, type Snapshot, type Statement } from '../agent.ts';

type Scan = Snapshot['contents'][number]['scan'];
type ScanOf<T> = Pick<Scan, 'complete'> & { readonly items: readonly T[] } & (
    | { readonly complete: true }
    | Omit<Extract<Scan, { complete: false }>, 'items'>
  );

/** The checks that every item of a list goes through, by the incident that each raises. */
export type ChecksOf<T> = Readonly<Partial<Record<IncidentType, (item: T) => Finding>>>;

/** Judges every item of a list by every check. A list that was not read whole tells nothing about any of them. */
export function* judgeList<T extends { readonly id: string; readonly name: string }>(
  scan: ScanOf<T>,
  { kind, org }: Pick<Target, 'kind' | 'org'>,
  checks: ChecksOf<T>,
): Iterable<Statement> {
  const entries = Object.entries(checks) as [IncidentType, (item: T) => Finding][];
  const detail = scan.complete ? '' : `${scan.reason}: ${scan.detail}`;
  for (const [incident] of entries)
    yield scan.complete ? covered(incident, org) : notCovered(incident, org, 'scan_incomplete', detail);
  for (const item of scan.items) {
    const target: Target = { kind, id: item.id, org, name: item.name };
    for (const [incident, find] of entries)
      yield judge(incident, target, scan.complete ? find(item) : unknown('scan_incomplete', detail));
  }
}
