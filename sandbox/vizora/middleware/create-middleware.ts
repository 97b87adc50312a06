import compression from 'compression';
import express, { type Express, type Request } from 'express';
import { answerErrors } from './answer-errors.ts';
import { cutOff } from './cut-off.ts';
import type { Deps } from './deps.ts';
import { csrfCookie, csrfFirst } from './gates/csrf.ts';
import { metricsAccess } from './gates/metrics-access.ts';
import { refusal } from './http-error.ts';
import { absence } from './older-version.ts';
import { ROUTES } from './routes/index.ts';
import { nameRequest, runRoute } from './run-route.ts';
import { mapStrings, sanitiseIn } from './sanitise.ts';

/** The whole API, under `/api/v1`. */
export function createMiddleware(deps: Deps): Express {
  const { strict } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 1);
  app.set('query parser', 'simple');
  // Express makes weak tags by itself; its own function is kept, so that it can be left out on demand.
  const weakEtag = app.get('etag fn') as (body: Buffer, encoding?: BufferEncoding) => string;
  app.set('etag', (body: Buffer, encoding?: BufferEncoding) =>
    strict('weak_etag') ? weakEtag(body, encoding) : undefined,
  );
  app.use(cutOff(deps));
  app.use(
    compression({
      threshold: 1024,
      filter: (...given) => strict('gzip_above_1k') && compression.filter(...given),
    }),
  );
  app.use('/api/v1/internal/metrics', metricsAccess(deps));
  app.use(csrfCookie(deps));
  app.use(csrfFirst(deps));
  app.use((request, response, next) => {
    if (!strict('x_request_id_only_when_handled')) nameRequest(request, response, strict);
    next();
  });
  const json = (strictTop: boolean) => express.json({ strict: strictTop, limit: '100kb' });
  const [strictJson, laxJson] = [json(true), json(false)];
  app.use((request, response, next) =>
    (strict('json_object_or_array') ? strictJson : laxJson)(request, response, next),
  );
  app.use(express.urlencoded({ extended: true, limit: '100kb' }));
  app.use((request: Request, _response, next) => {
    if (strict('sanitise_html')) request.body = mapStrings(request.body, sanitiseIn);
    next();
  });
  for (const route of ROUTES) app[route.method](route.path, absence(route, deps), runRoute(route, deps));
  app.use((request, response, next) => {
    if (!strict('put_404') && request.method === 'PUT') {
      request.method = 'PATCH';
      return app(request, response, next);
    }
    if (!strict('unknown_route_404')) return response.status(200).json({ success: true, data: null });
    throw refusal(404, `Cannot ${request.method} ${request.originalUrl}`);
  });
  app.use(answerErrors(deps));
  return app;
}
