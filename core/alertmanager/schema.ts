import { z } from 'zod';

/** An alert as `GET /api/v2/alerts` tells it. */
export const ActiveAlert = z.object({
  labels: z.record(z.string(), z.string()),
  fingerprint: z.string(),
  startsAt: z.string(),
  status: z.object({
    /** `unprocessed`, `active` or `suppressed`; what we do not know is not active. */
    state: z.string(),
    silencedBy: z.array(z.string()).nullish(),
    inhibitedBy: z.array(z.string()).nullish(),
    mutedBy: z.array(z.string()).nullish(),
  }),
});
export type ActiveAlert = z.infer<typeof ActiveAlert>;

/** A silence as `GET /api/v2/silences` tells it. */
export const Silence = z.object({
  id: z.string(),
  status: z.object({ state: z.string() }),
  matchers: z.array(
    z.object({
      name: z.string(),
      value: z.string(),
      isRegex: z.boolean(),
      isEqual: z.boolean().default(true),
    }),
  ),
  createdBy: z.string().default(''),
  comment: z.string().default(''),
  endsAt: z.string(),
});
export type Silence = z.infer<typeof Silence>;

/** A silence that is to be made; times are ISO-8601. */
export interface NewSilence {
  readonly matchers: readonly {
    readonly name: string;
    readonly value: string;
    readonly isRegex: boolean;
    readonly isEqual: boolean;
  }[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
}

export const SilenceMade = z.object({ silenceID: z.string().min(1) });

/** An alert of our own, for `POST /api/v2/alerts`; it ends by itself. */
export interface NewAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}
