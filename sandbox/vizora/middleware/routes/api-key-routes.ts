import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { dto, requiredText } from '../dto.ts';
import { ADMINS, defineRoute } from '../route.ts';
import { issueApiKey } from '../session/api-key.ts';

interface Wish {
  name: string;
  scopes: string[];
}

export const createApiKey = defineRoute<unknown, Wish>({
  method: 'post',
  path: '/api/v1/api-keys',
  access: ADMINS,
  body: (strict) =>
    dto(strict, { name: requiredText(), scopes: z.array(z.string()).min(1) }) as unknown as z.ZodType<Wish>,
  async handle({ organizationId, body, deps }) {
    const key = await issueApiKey(organizationId, deps);
    return { id: randomUUID(), ...body, key, createdAt: new Date(deps.now()).toISOString() };
  },
});
