import { z } from 'zod';
import { count, text, time, uuid } from './values.ts';

const organisationRow = z.strictObject({
  id: uuid,
  name: text,
  slug: text,
  logoUrl: text.nullable(),
  subscriptionTier: text,
  screenQuota: z.int(),
  stripeCustomerId: text.nullable(),
  stripeSubscriptionId: text.nullable(),
  razorpayCustomerId: text.nullable(),
  razorpaySubscriptionId: text.nullable(),
  paymentProvider: text.nullable(),
  country: text.nullable(),
  gstin: text.nullable(),
  billingEmail: text.nullable(),
  trialEndsAt: time.nullable(),
  subscriptionStatus: text,
  entitlementStateSince: time.nullable(),
  billingEventAt: time.nullable(),
  mfaRequired: z.boolean(),
  storageUsedBytes: count,
  storageQuotaBytes: count,
  settings: z.json(),
  createdAt: time,
  updatedAt: time,
});

export const countedOrganisation = organisationRow.extend({
  _count: z.strictObject({ users: count, displays: count, content: count, playlists: count }),
});

const role = z.enum(['admin', 'manager', 'viewer']);

/** The answer to a login. */
export const session = z.strictObject({
  access_token: text,
  user: z.strictObject({
    id: uuid,
    email: text,
    clerkUserId: text.nullable(),
    firstName: text,
    lastName: text,
    role,
    avatar: text.nullable(),
    isActive: z.literal(true),
    isSuperAdmin: z.boolean(),
    lastLoginAt: time.nullable(),
    mfaEnabled: z.boolean(),
    mfaEnrolledAt: time.nullable(),
    createdAt: time,
    updatedAt: time,
    organizationId: uuid,
    organization: z.strictObject({ name: text, subscriptionTier: text }),
  }),
  expiresIn: z.int().min(60).max(604_800),
});

/** The user of `GET /auth/me`; only a super admin has one key more. */
export const me = z.strictObject({
  id: uuid,
  email: text,
  firstName: text,
  lastName: text,
  avatar: text.nullable(),
  organizationId: uuid,
  role,
  organization: organisationRow,
  avatarUrl: text.nullable(),
});
