import { z } from 'zod';
import type { Answer, BodyRule, Given, HeaderRule } from './row.ts';
import { envelope } from './shapes/envelope.ts';
import { exactly } from './shapes/values.ts';

type Shape = z.ZodType | ((given: Given) => z.ZodType);

const wrapped =
  (shape: Shape): ((given: Given) => BodyRule) =>
  (given) =>
    envelope(typeof shape === 'function' ? shape(given) : shape);

/** 200 with this payload in the envelope. */
export const ok = (shape: Shape): Answer => ({ status: 200, body: wrapped(shape) });
/** 201 with this payload in the envelope: what a POST answers unless it says otherwise. */
export const created = (shape: Shape): Answer => ({ status: 201, body: wrapped(shape) });
/** A body that is this JSON exactly. */
export const plain = (status: number, body: unknown, headers?: Record<string, HeaderRule>): Answer => ({
  status,
  body: (given) => exactly(filled(body, given)),
  ...(headers && { headers }),
});

const filled = (body: unknown, given: Given): unknown =>
  JSON.parse(JSON.stringify(body).replace(/\{([a-z_]+)\}/g, (_all, name: string) => given(name)));

const named = (statusCode: number, error: string) => (message: string) =>
  plain(statusCode, { message, error, statusCode });

/** Refused by validation, which in production says nothing more. */
export const badRequest = plain(400, { message: 'Bad Request', statusCode: 400 });
export const refused = named(400, 'Bad Request');
export const malformedId = refused('Validation failed (valid ID expected — UUID or CUID format)');
export const malformedUuid = refused('Validation failed (uuid is expected)');
export const unauthorized = plain(401, { message: 'Unauthorized', statusCode: 401 });
export const denied = named(401, 'Unauthorized');
export const revoked = denied('Token has been revoked');
export const forbidden = named(403, 'Forbidden');
export const wrongRole = (...roles: string[]) =>
  forbidden(`Insufficient permissions. Required roles: ${roles.join(', ')}`);
export const csrfMissing = plain(403, {
  statusCode: 403,
  message: 'CSRF cookie missing',
  error: 'Forbidden',
});
export const unpaid = forbidden(
  'Your subscription is inactive. Please upgrade to continue using this feature.',
);
export const notFound = named(404, 'Not Found');
export const noRoute = (method: string, path: string) => notFound(`Cannot ${method} ${path}`);
export const failure = plain(500, { statusCode: 500, message: 'Internal server error' });
export const tooMany = (headers: Record<string, HeaderRule>) =>
  plain(429, { statusCode: 429, message: 'ThrottlerException: Too Many Requests' }, headers);

/** No answer at all: the server gives up after 30 s and cuts the connection. */
export const cutAfter30s: Answer = { status: 'cut', seconds: [27, 36] };

const number = /^\d+$/;

/** The headers in which an answer shows the three windows, and a route its own limit where it has one. */
export const windows = (own: string | null): Record<string, HeaderRule> => ({
  'x-ratelimit-limit-short': '10',
  'x-ratelimit-limit-medium': '100',
  'x-ratelimit-limit-long': '1000',
  'x-ratelimit-remaining-short': number,
  'x-ratelimit-remaining-medium': number,
  'x-ratelimit-remaining-long': number,
  'x-ratelimit-reset-short': number,
  'x-ratelimit-reset-medium': number,
  'x-ratelimit-reset-long': number,
  'x-ratelimit-limit': own,
  'x-ratelimit-remaining': own === null ? null : number,
  'x-ratelimit-reset': own === null ? null : number,
});

/** An answer with headers demanded besides. */
export const having = (answer: Answer, headers: Record<string, HeaderRule>): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

/** An object of which only these keys are told. */
export const some = z.looseObject;
