import { z } from 'zod';

/** The platform's answer to a login; accounts with a second factor get one without a token. */
export const Login = z.object({
  access_token: z.string().min(1).optional(),
  /** Seconds of the token's life. */
  expiresIn: z.number().positive().optional(),
});
export type Login = z.output<typeof Login>;
