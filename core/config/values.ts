import { z } from 'zod';
import { isReservedSlug } from '../target.ts';
import { SecretReference } from './secret.ts';

export const HttpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  // They would be logged with every error, and not be sent.
  .refine((url) => !/^https?:\/\/[^/?#]*@/i.test(url), 'must not hold a user or a password')
  .transform((url) => url.replace(/\/+$/, ''));

/** `VALIDATOR_BASE_URL` is given both with and without the API's prefix; the prefix is ours to add. */
export const ApiUrl = HttpUrl.transform((url) => url.replace(/\/api\/v1$/, ''));

export const ListenAddress = z
  .string()
  .regex(/^(\[[0-9a-f:]+\]|[^:\s]+):\d{1,5}$/i, 'must be HOST:PORT, such as 127.0.0.1:19877');

/** A share, above 0 and at most 1. */
export const Ratio = z.number().gt(0).max(1);

export const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, such as 08:00');

/** Numbers in the environment are text. */
export const Port = z.coerce.number().int().min(1).max(65_535);

/** The slug as the platform has it; it is the label `org`. */
export const OrganisationSlug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the slug of an organisation')
  .refine((slug) => !isReservedSlug(slug), 'is what Vizora Ops calls what belongs to no organisation');

export const Account = z.strictObject({
  email: z.email(),
  password: SecretReference,
});
export type Account = z.infer<typeof Account>;

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
