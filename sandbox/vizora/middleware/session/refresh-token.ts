import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { UserRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { refusal } from '../http-error.ts';
import { insertRow } from '../shapes/write-row.ts';

const LIFE_MS = 30 * 24 * 3_600_000;

interface RefreshTokenRow {
  id: string;
  userId: string;
  familyId: string;
  revokedAt: string | null;
  expiresAt: string;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export async function issueRefreshToken(userId: string, familyId: string, deps: Deps): Promise<string> {
  const token = randomBytes(32).toString('hex');
  await insertRow(
    'refresh_tokens',
    {
      id: randomUUID(),
      userId,
      tokenHash: hashOf(token),
      familyId,
      createdAt: new Date(deps.now()).toISOString(),
      expiresAt: new Date(deps.now() + LIFE_MS).toISOString(),
    },
    deps,
  );
  return token;
}

/** Each refresh token is good for one use. @throws HttpError 401 */
export async function rotateRefreshToken(
  token: string,
  deps: Deps,
): Promise<{ user: UserRow; token: string }> {
  const [found] = await deps.database.rows<RefreshTokenRow>(
    'SELECT * FROM refresh_tokens WHERE "tokenHash" = $1',
    [hashOf(token)],
  );
  if (found === undefined || Date.parse(found.expiresAt) <= deps.now())
    throw refusal(401, 'Invalid refresh token');
  if (found.revokedAt !== null) throw refusal(401, 'Refresh token already rotated');
  const [user] = await deps.database.rows<UserRow>('SELECT * FROM users WHERE "id" = $1 AND "isActive"', [
    found.userId,
  ]);
  if (user === undefined) throw refusal(401, 'Invalid refresh token');
  const next = await issueRefreshToken(user.id, found.familyId, deps);
  await deps.database.rows(
    'UPDATE refresh_tokens SET "revokedAt" = $1, "replacedByTokenHash" = $2 WHERE "id" = $3',
    [new Date(deps.now()).toISOString(), hashOf(next), found.id],
  );
  return { user, token: next };
}
