import type { ErrorRequestHandler } from 'express';
import type { Strict } from '../strictness.ts';
import type { Deps } from './deps.ts';
import { HttpError, refusal, terse } from './http-error.ts';

/** Turns whatever was thrown into the platform's error bodies, which never carry an envelope. */
export function answerErrors({ strict }: Deps): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    if (response.headersSent || response.destroyed) return;
    const { status, body } = asHttpError(error, strict);
    response.status(status).json(strict('error_without_envelope') ? body : { success: false, error: body });
  };
}

function asHttpError(error: unknown, strict: Strict): HttpError {
  if (error instanceof HttpError) return error;
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === 'entity.parse.failed' && strict('bad_json_400')) return refusal(400, (error as Error).message);
  if (type === 'entity.too.large' && !strict('large_body_500'))
    return refusal(413, 'request entity too large');
  // Also what a body too large gives: the platform knows no 413.
  if (type === undefined) console.error(error);
  return terse(500, 'Internal server error');
}
