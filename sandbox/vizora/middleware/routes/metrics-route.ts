import { defineRoute } from '../route.ts';

/** Plain text, without an envelope; who may is decided before the other gates. */
export const metricsRoute = defineRoute({
  method: 'get',
  path: '/api/v1/internal/metrics',
  access: 'public',
  async handle({ deps, response }) {
    response.type('text/plain; version=0.0.4; charset=utf-8').send(await deps.metrics.render());
    return undefined;
  },
});
