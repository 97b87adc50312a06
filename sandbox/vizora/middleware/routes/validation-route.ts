import type { Deps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import { VALIDATION_RULES } from './validation-rules.ts';

const CACHE_SECONDS = 3_600;
/** At most so many findings of one rule. */
const MOST = 500;

interface Issue {
  rule: string;
  severity: string;
  entity: string;
  entityId: string;
  entityName: string;
  message: string;
}

/** The platform's own opinion of an organisation, up to an hour old: nothing that changes refreshes it. */
export const validationRoute = defineRoute({
  method: 'get',
  path: '/api/v1/health/validation',
  access: 'session',
  health: true,
  async handle({ organizationId, deps }) {
    const key = `vizora:validation:latest:${organizationId}`;
    const cached = await deps.redis.get(key);
    if (cached !== null) return JSON.parse(cached) as unknown;
    const fresh = await validate(organizationId, deps);
    await deps.redis.setex(key, CACHE_SECONDS, JSON.stringify(fresh));
    return fresh;
  },
});

async function validate(organizationId: string, { database, now }: Deps) {
  const started = performance.now();
  const timestamp = new Date(now()).toISOString();
  const issues: Issue[] = [];
  for (const { rule, severity, entity, find } of VALIDATION_RULES) {
    const found = await database.rows<Pick<Issue, 'entityId' | 'entityName' | 'message'>>(
      `${find} LIMIT ${MOST}`,
      [organizationId, timestamp],
    );
    for (const issue of found) issues.push({ rule, severity, entity, ...issue });
  }
  const count = (severity: string) => issues.filter((issue) => issue.severity === severity).length;
  const [critical, warning, info] = [count('critical'), count('warning'), count('info')];
  return {
    readiness: critical > 0 ? 'NOT READY' : warning > 0 ? 'DEGRADED' : 'READY',
    timestamp,
    durationMs: Math.round(performance.now() - started),
    critical,
    warning,
    info,
    issues,
    trigger: 'api.request',
  };
}
