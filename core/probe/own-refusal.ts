import { z } from 'zod';
import { parseJson } from '../parse-json.ts';

const PlatformError = z.object({
  statusCode: z.int(),
  message: z.union([z.string().min(1), z.array(z.string()).min(1)]),
});

/** Of what somebody else wrote. */
const LONGEST = 200;

/**
 * What the platform itself says in refusing a request, such as `Cannot GET /api/v1/health/live`; null where that is not
 * its own error body. Whoever says so is alive, and does not offer what was asked for.
 */
export function ownRefusal({
  status,
  body,
}: {
  readonly status: number;
  readonly body: string;
}): string | null {
  if (status < 400 || status >= 500) return null;
  const error = PlatformError.safeParse(parseJson(body)).data;
  return error?.statusCode === status ? [error.message].flat().join(', ').slice(0, LONGEST) : null;
}
