import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { OrganizationRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import type { Session } from '../gates/token-gate.ts';
import { refusal } from '../http-error.ts';

const KEYS = 'api_keys';
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Makes a key for an organisation; it is shown this once. */
export async function issueApiKey(organizationId: string, { redis }: Deps): Promise<string> {
  const key = `vz_live_${randomBytes(24).toString('hex')}`;
  await redis.hset(KEYS, hashOf(key), organizationId);
  return key;
}

/** Who asks with an API key: nobody in particular, of the organisation that owns it. @throws HttpError 401 */
export async function sessionOfApiKey(key: string, { redis, database }: Deps): Promise<Session> {
  const organizationId = await redis.hget(KEYS, hashOf(key));
  if (organizationId === null) throw refusal(401, 'Invalid API key');
  const [organization] = await database.rows<OrganizationRow>('SELECT * FROM organizations WHERE "id" = $1', [
    organizationId,
  ]);
  if (organization === undefined) throw refusal(401, 'Invalid API key');
  const id = randomUUID();
  const email = 'api-key';
  return {
    user: { id, email, role: 'viewer', organizationId, isSuperAdmin: false, isActive: true, organization },
    claims: {
      sub: id,
      email,
      organizationId,
      role: 'viewer',
      isSuperAdmin: false,
      type: 'user',
      jti: id,
      iat: 0,
      exp: 0,
    },
  };
}
