import { orgs } from './exposition.ts';

const DAY = 86_400;

/** How far back a series reaches, and in which steps: as the rules that look back over days read them. */
const RANGES = [
  { window: '5m', seconds: 300, days: 0.25, step: 60 },
  { window: '30m', seconds: 1_800, days: 1, step: 1_800 },
  { window: '1h', seconds: 3_600, days: 3, step: 3_600 },
  { window: '2h', seconds: 7_200, days: 30, step: 7_200 },
] as const;

/** Thirty days of objectives, as OpenMetrics, so that the ranges are as full as they will be. */
export function historyOf(now: number): string {
  const end = Math.floor(now / 1_000 / 7_200) * 7_200;
  const lines: string[] = [];
  for (const { window, seconds, days, step } of RANGES) {
    for (const what of ['bad', 'known']) {
      const name = `objective:${what}:sum${window}`;
      const value = what === 'bad' ? seconds / 10 : seconds;
      lines.push(`# TYPE ${name} gauge`);
      for (const org of orgs) {
        const labels = `objective="fleet",org="${org}",target_kind="organization",target_id="${org}"`;
        for (let at = end - days * DAY; at < end; at += step) lines.push(`${name}{${labels}} ${value} ${at}`);
      }
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}
