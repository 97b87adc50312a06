import { parseJson } from '../parse-json.ts';
import { fetchOnce } from '../probe/fetch-once.ts';
import { Summary } from './summary.ts';

/** The remediator gave no usable answer. */
export class RemediatorError extends Error {}

/** What the remediator at this address has done lately. @throws RemediatorError */
export async function readSummary(baseUrl: string, timeoutMs: number): Promise<Summary> {
  const answer = await fetchOnce(new URL(`${baseUrl}/api/v1/summary`), AbortSignal.timeout(timeoutMs));
  if (!answer.answered) throw new RemediatorError(`the remediator at ${baseUrl}: ${answer.detail}`);
  if (answer.status !== 200)
    throw new RemediatorError(`the remediator at ${baseUrl} answered ${answer.status}`);
  const parsed = Summary.safeParse(parseJson(answer.body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RemediatorError(
    `the remediator at ${baseUrl} answered what is not expected (${issue?.path.join('.')}: ${issue?.message})`,
  );
}
