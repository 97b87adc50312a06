import type { Digest } from './digest.ts';
import { agentsPart } from './digest-agents.ts';
import { coveragePart } from './digest-coverage.ts';
import type { DigestFacts } from './digest-facts.ts';
import { dormantPart, incidentsPart, openPart } from './digest-incidents.ts';
import { repairsPart } from './digest-repairs.ts';
import { isDormant, openIncidents } from './open-incidents.ts';
import { repairsOf } from './repairs.ts';
import { matters, type SystemStatus } from './system-status.ts';
import { dated, span } from './wording.ts';

const MEANING: Readonly<Record<SystemStatus, string>> = {
  HEALTHY: 'No alert is active',
  DEGRADED: 'At least one warning is active',
  CRITICAL: 'At least one critical alert is active',
  UNKNOWN: 'Nobody can tell which alerts are active',
};

/** What people are told once a day. What is in test or retired organisations is left out. */
export function composeDigest(facts: DigestFacts): Digest {
  const { now, timezone, status, classOf, version } = facts;
  const open = openIncidents(facts.board, classOf);
  const dormant = open.filter((incident) => isDormant(incident, now));
  const tally = facts.tally.filter(({ org }) => matters(org, classOf));
  const repairs = repairsOf(facts.remediator, classOf);
  const sum = (count: (of: (typeof tally)[number]) => number) =>
    tally.reduce((all, of) => all + count(of), 0);
  const opened = sum((of) => of.opened);
  const closed = sum((of) => of.closed);
  const fixed = repairs.filter(({ outcome }) => outcome === 'fixed').length;
  return {
    subject: `Vizora Ops ${status.word}: ${open.length} open, ${opened} opened, ${closed} closed, ${fixed} repaired`,
    status: status.word,
    headline: `${MEANING[status.word]}, for ${span(now - status.since)}.`,
    figures: [
      {
        label: dormant.length === 0 ? 'open now' : `open now, ${dormant.length} dormant`,
        value: String(open.length),
      },
      { label: 'opened', value: String(opened) },
      { label: 'closed', value: String(closed) },
      { label: 'repaired', value: String(fixed) },
    ],
    parts: [
      openPart(
        open.filter((incident) => !isDormant(incident, now)),
        now,
      ),
      incidentsPart(tally, open),
      repairsPart(facts.remediator, repairs),
      dormantPart(dormant, now),
      coveragePart(facts),
      agentsPart(facts.statuses, now),
    ],
    footer: `Vizora Ops ${version}, ${dated(now, timezone)}. Opened, closed and repaired are of the last 24 hours; test and retired organisations are left out.`,
  };
}
