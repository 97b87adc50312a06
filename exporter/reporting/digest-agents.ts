import type { AgentStatus } from '../agent-families.ts';
import type { DigestPart } from './digest.ts';
import { span } from './wording.ts';

const LEAST_STALE_MS = 60_000;

/** Whether those who look still do, and whether they see everything. */
export function agentsPart(statuses: readonly AgentStatus[], now: number): DigestPart {
  return {
    title: 'Agents',
    table: {
      columns: ['agent', 'looked', 'saw all'],
      numbers: 2,
      rows: statuses.map((status) => {
        const { agent, lastRun, lastSuccessAt } = status;
        const name = isStale(status, now) ? `${agent.name} (stale)` : agent.name;
        return [name, ago(lastRun?.endedAt ?? null, now), ago(lastSuccessAt, now)];
      }),
    },
  };
}

const ago = (at: number | null, now: number): string => (at === null ? 'never' : `${span(now - at)} ago`);

/** It has missed two of its looks. */
const isStale = ({ intervalMs, lastRun }: AgentStatus, now: number): boolean =>
  lastRun === null || now - lastRun.endedAt > Math.max(LEAST_STALE_MS, 2 * intervalMs);
