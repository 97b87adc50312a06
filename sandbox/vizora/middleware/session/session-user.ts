import type { OrganizationRow, UserRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';

/** Who asks: the user's row and what of the organisation decides what may be done. */
export interface SessionUser
  extends Pick<UserRow, 'id' | 'email' | 'role' | 'organizationId' | 'isSuperAdmin' | 'isActive'> {
  readonly organization: Pick<OrganizationRow, 'subscriptionTier' | 'subscriptionStatus' | 'trialEndsAt'>;
}

const CACHE_SECONDS = 60;
const key = (id: string): string => `user_auth:${id}`;

/** The user of a session, as it was at most a minute ago. */
export async function loadSessionUser(id: string, { redis, database }: Deps): Promise<SessionUser | null> {
  const cached = await redis.get(key(id));
  if (cached !== null) return JSON.parse(cached) as SessionUser;
  const [found] = await database.rows<SessionUser>(
    `SELECT u."id", u."email", u."role", u."organizationId", u."isSuperAdmin", u."isActive",
       json_build_object('subscriptionTier', o."subscriptionTier", 'subscriptionStatus', o."subscriptionStatus",
         'trialEndsAt', o."trialEndsAt") AS organization
     FROM users u JOIN organizations o ON o."id" = u."organizationId" WHERE u."id" = $1`,
    [id],
  );
  if (found === undefined) return null;
  await redis.set(key(id), JSON.stringify(found), 'EX', CACHE_SECONDS);
  return found;
}
