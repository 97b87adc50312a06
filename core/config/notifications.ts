import { z } from 'zod';
import { SecretReference } from './secret.ts';
import { HttpUrl, Port, TimeOfDay } from './values.ts';

/** A list, or one line with commas as the environment has it. */
const Addresses = z.preprocess(
  (given) => (typeof given === 'string' ? given.split(',').map((part) => part.trim()) : given),
  z.array(z.email()).min(1),
);

const Email = z.strictObject({
  host: z.string().min(1),
  port: Port.default(587),
  /** Without one no login is tried. */
  user: z.string().min(1).optional(),
  password: SecretReference.optional(),
  /** Default: the user, where that is an address, else the first recipient. */
  from: z.email().optional(),
  to: Addresses,
});
export type EmailChannel = z.output<typeof Email>;

/** The ways to people. One that is not configured is left out; one that is half configured refuses to start. */
export const Notifications = z
  .strictObject({
    slack_webhook_url: SecretReference.optional(),
    email: Email.superRefine(({ user, password }, context) => {
      if ((user === undefined) === (password === undefined)) return;
      const [given, missing] = user === undefined ? ['password', 'user'] : ['user', 'password'];
      context.addIssue({
        code: 'custom',
        path: [missing],
        message: `${given} is given and ${missing} is not: give both, or neither`,
      });
    }).optional(),
    /** An outside dead-man hook: it hears that the whole chain works, and tells people when it no longer does. */
    healthchecks_url: HttpUrl.optional(),
    /** When the daily digest is sent, in the configured time zone. */
    digest_at: TimeOfDay.default('08:00'),
    /** When each way is tested daily by a message that says so; without it only when somebody asks for it. */
    test_at: TimeOfDay.optional(),
  })
  .prefault({});
export type Notifications = z.output<typeof Notifications>;
