import { z } from 'zod';
import { VizoraError, type VizoraErrorKind } from './errors.ts';
import { retryAfterMs } from './retry-after.ts';
import type { HttpAnswer } from './transport.ts';

const ErrorBody = z.object({ message: z.union([z.string(), z.array(z.string())]) });

/**
 * Unwraps the envelope of a good answer, and turns every other answer into an error.
 *
 * @throws VizoraError
 */
export function readAnswer<T>(route: string, answer: HttpAnswer, payload: z.ZodType<T>, now: number): T {
  if (answer.status < 200 || answer.status > 299) throw refusal(route, answer, now);
  const parsed = z.object({ success: z.literal(true), data: payload }).safeParse(parseJson(answer.text));
  if (parsed.success) return parsed.data.data as T;
  const faults = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new VizoraError(
    'unexpected_shape',
    route,
    `the answer is not what the platform is known to send (${faults.join('; ')})`,
    { status: answer.status },
  );
}

/** Undefined for what is not JSON, which no schema accepts. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refusal(route: string, answer: HttpAnswer, now: number): VizoraError {
  const { status } = answer;
  const [kind, explanation] = meaningOf(status);
  const platformMessage = platformMessageOf(answer.text);
  const said = platformMessage === undefined ? '' : ` (it says: ${platformMessage})`;
  return new VizoraError(kind, route, `${explanation}${said}`, {
    status,
    platformMessage,
    retryAfterMs: status === 429 ? retryAfterMs(answer.headers, now) : undefined,
  });
}

function meaningOf(status: number): [VizoraErrorKind, string] {
  if (status === 401) return ['unauthorized', 'the platform answered 401'];
  if (status === 403) {
    return ['forbidden', "403: the account's role or the organisation's subscription does not allow this"];
  }
  if (status === 429) return ['rate_limited', 'the platform answered 429, too many requests'];
  if (status >= 500) return ['server_error', `the platform answered ${status}`];
  if (status >= 400) return ['rejected', `the platform answered ${status}`];
  return [
    'unexpected_shape',
    `the answer was ${status}, and redirects are not followed; does the setting vizora.api_url lead to the API?`,
  ];
}

/** Bounded and on one line, since it ends in logs; absent when the body is not one of the platform's. */
function platformMessageOf(text: string): string | undefined {
  const parsed = ErrorBody.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const message = [parsed.data.message].flat().join(', ');
  return message.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 120);
}
