import { STATUS_CODES } from 'node:http';

/** An answer that is a refusal; its body is never enveloped. */
export class HttpError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(`${status} ${String(body['message'])}`);
    this.status = status;
    this.body = body;
  }
}

/** The usual body: message, the status in words, the status. */
export const refusal = (status: number, message: string): HttpError =>
  new HttpError(status, { message, error: STATUS_CODES[status], statusCode: status });

/** The body of refusals that come from outside the framework's own exceptions: without `error`. */
export const terse = (status: number, message: string): HttpError =>
  new HttpError(status, { statusCode: status, message });

export const unauthorized = (): HttpError => new HttpError(401, { message: 'Unauthorized', statusCode: 401 });
export const notFound = (what: string): HttpError => refusal(404, `${what} not found`);
