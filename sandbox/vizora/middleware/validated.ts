import type { z } from 'zod';
import type { Strict } from '../strictness.ts';
import { HttpError } from './http-error.ts';

/** The input as the schema has it; in production a refusal says nothing of what is wrong. */
export function validated(schema: z.ZodType | null, input: unknown, strict: Strict): unknown {
  if (schema === null) return input;
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw strict('production_400_without_detail')
    ? new HttpError(400, { message: 'Bad Request', statusCode: 400 })
    : new HttpError(400, {
        message: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim()),
        error: 'Bad Request',
        statusCode: 400,
      });
}
