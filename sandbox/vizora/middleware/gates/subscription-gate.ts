import type { Deps } from '../deps.ts';
import { refusal } from '../http-error.ts';
import type { Route } from '../route.ts';
import type { SessionUser } from '../session/session-user.ts';

const GOOD = ['active', 'past_due', 'publish_locked'];

/** Refuses writes of an organisation that does not pay any more; reading is always allowed. */
export function subscriptionGate(route: Route, user: SessionUser, { strict, now }: Deps): void {
  if (route.method === 'get' || route.ungated || !strict('subscription_gate')) return;
  const { subscriptionTier, subscriptionStatus, trialEndsAt } = user.organization;
  if (subscriptionTier === 'free' || GOOD.includes(subscriptionStatus)) return;
  // The cache holds the time as PostgreSQL writes it, without a zone.
  const inTrial = trialEndsAt === null || Date.parse(`${trialEndsAt.replace(/Z$/, '')}Z`) > now();
  if (subscriptionStatus === 'trial' && inTrial) return;
  throw refusal(403, 'Your subscription is inactive. Please upgrade to continue using this feature.');
}
