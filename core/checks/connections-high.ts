import { bad, type Finding, good, unknown } from '../verdict.ts';

/** Sessions of clients, and how many ordinary roles may have. */
export interface Connections {
  /** Null where our role may not see them all. */
  readonly connections: number | null;
  readonly connectionsMax: number;
}

/** Has the database nearly no connection left? From this share on it has. */
export function connectionsHigh({ connections, connectionsMax }: Connections, ratio: number): Finding {
  if (connections === null) return unknown('detail_unknown', 'the role may not see the sessions of others');
  if (connections < ratio * connectionsMax) return good;
  return bad(`${connections} of ${connectionsMax} connections are taken`);
}
