import { connectionFault, ServerError, type ServerFault } from '../server-error.ts';

/** By the name that S3 gives its errors. */
const NAMED: Readonly<Record<string, ServerFault>> = {
  AccessDenied: 'permission',
  AccountProblem: 'permission',
  AllAccessDisabled: 'permission',
  InvalidAccessKeyId: 'authentication',
  SignatureDoesNotMatch: 'authentication',
  RequestTimeTooSkewed: 'authentication',
  InvalidToken: 'authentication',
  ExpiredToken: 'authentication',
  TimeoutError: 'timeout',
  AbortError: 'timeout',
};

const LONGEST_MESSAGE = 300;

/** What went wrong, in our words where there are any. @param bucket which, and where, for people */
export function bucketError(error: unknown, bucket: string): ServerError {
  if (error instanceof ServerError) return new ServerError(error.kind, `${bucket}: ${error.message}`);
  const ofTheSystem = connectionFault(error);
  if (ofTheSystem !== null) return new ServerError(ofTheSystem[0], `${bucket}: ${ofTheSystem[1]}`);
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const kind = NAMED[name] ?? byStatus(error) ?? 'unexpected';
  return new ServerError(kind, `${bucket}: ${name}: ${message}`.slice(0, LONGEST_MESSAGE));
}

function byStatus(error: unknown): ServerFault | null {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  if (status === 401) return 'authentication';
  if (status === 403) return 'permission';
  // It says itself that it cannot serve us now.
  return status >= 500 ? 'refused' : null;
}
