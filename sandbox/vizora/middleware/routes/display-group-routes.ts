import { z } from 'zod';
import { displayGroupMemberRow, displayGroupRow } from '../../world/row-defaults.ts';
import type { DisplayGroupRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { dto, requiredText, text } from '../dto.ts';
import { type PageQuery, pageOf, pageQuery } from '../page.ts';
import { ADMINS, defineRoute, EDITORS } from '../route.ts';
import { listRows } from '../shapes/list-rows.ts';
import { ownRow, rowsBy } from '../shapes/rows.ts';
import { deleteRow, insertRow } from '../shapes/write-row.ts';

async function withMembers(rows: readonly DisplayGroupRow[], deps: Deps) {
  const members = await rowsBy<{ displayId: string }>(
    deps,
    'DisplayGroupMember',
    'displayGroupId',
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const displays = (members.get(row.id) ?? []).map(({ displayId }) => ({ displayId }));
    return { ...row, displays, _count: { displays: displays.length } };
  });
}

const list = defineRoute<PageQuery>({
  method: 'get',
  path: '/api/v1/display-groups',
  access: 'session',
  query: (strict) => pageQuery(strict, {}) as unknown as z.ZodType<PageQuery>,
  async handle({ organizationId, query, deps }) {
    const { rows, total } = await listRows<DisplayGroupRow>('DisplayGroup', organizationId, query, deps);
    return pageOf(await withMembers(rows, deps), total, query, deps.strict);
  },
});

interface Creation {
  name: string;
  description?: string | null | undefined;
  displayIds?: string[] | undefined;
}

const create = defineRoute<unknown, Creation>({
  method: 'post',
  path: '/api/v1/display-groups',
  access: EDITORS,
  body: (strict) =>
    dto(strict, {
      name: requiredText(),
      description: text(2_000).nullish(),
      displayIds: z.array(z.string()).max(100).optional(),
    }) as unknown as z.ZodType<Creation>,
  async handle({ organizationId, body: { name, description, displayIds = [] }, deps }) {
    for (const id of displayIds) await ownRow('devices', id, organizationId, deps);
    const given = { organizationId, name, description: description ?? null };
    const row = await insertRow('DisplayGroup', displayGroupRow(deps.now(), given), deps);
    for (const displayId of displayIds) {
      const member = displayGroupMemberRow(deps.now(), { displayId, displayGroupId: row.id });
      await insertRow('DisplayGroupMember', member, deps);
    }
    return (await withMembers([row], deps))[0];
  },
});

const remove = defineRoute({
  method: 'delete',
  path: '/api/v1/display-groups/:id',
  access: ADMINS,
  id: 'any',
  async handle({ id, organizationId, deps }) {
    const row = await ownRow('DisplayGroup', id, organizationId, deps);
    await deleteRow('DisplayGroup', id, deps);
    return row;
  },
});

export const DISPLAY_GROUP_ROUTES = [list, create, remove];
