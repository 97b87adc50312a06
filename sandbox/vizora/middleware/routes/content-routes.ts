import { z } from 'zod';
import type { Strict } from '../../strictness.ts';
import { contentRow } from '../../world/row-defaults.ts';
import type { ContentRow } from '../../world/rows.ts';
import { dto, isoDate, jsonObject, looseInteger, requiredText, text } from '../dto.ts';
import { type PageQuery, pageOf, pageQuery } from '../page.ts';
import { assertPublicUrl } from '../public-url.ts';
import { ADMINS, defineRoute, EDITORS } from '../route.ts';
import {
  CONTENT_TYPES,
  type ContentFilter,
  contentCondition,
  contentFilter,
} from '../shapes/content-filter.ts';
import { contentDetail, contentListItem, dashboardNames } from '../shapes/content-shape.ts';
import { listRows } from '../shapes/list-rows.ts';
import { ownRow } from '../shapes/rows.ts';
import { deleteRow, insertRow, updateRow } from '../shapes/write-row.ts';

type ListQuery = PageQuery & ContentFilter;

const list = defineRoute<ListQuery>({
  method: 'get',
  path: '/api/v1/content',
  access: 'session',
  apiKeys: true,
  query: (strict) => pageQuery(strict, contentFilter(strict)) as unknown as z.ZodType<ListQuery>,
  async handle({ organizationId, query, deps }) {
    const filter = contentCondition(query, deps.now());
    const { rows, total } = await listRows<ContentRow>('Content', organizationId, query, deps, filter);
    const items = rows.map((row) => contentListItem(row, deps.strict));
    return pageOf(items, total, query, deps.strict);
  },
});

const layouts = defineRoute<PageQuery>({
  method: 'get',
  path: '/api/v1/content/layouts',
  access: 'session',
  query: (strict) => pageQuery(strict, {}) as unknown as z.ZodType<PageQuery>,
  async handle({ organizationId, query, deps }) {
    const filter = { sql: `"type" = 'layout'`, parameters: [] };
    const { rows, total } = await listRows<ContentRow>('Content', organizationId, query, deps, filter);
    const items = rows.map((row) => ({ ...row, ...dashboardNames(row) }));
    return pageOf(items, total, query, deps.strict);
  },
});

const detail = defineRoute({
  method: 'get',
  path: '/api/v1/content/:id',
  access: 'session',
  id: 'any',
  handle: async ({ id, organizationId, deps }) =>
    contentDetail(await ownRow('Content', id, organizationId, deps), deps),
});

/** What a client may say about content; its status is not among it. */
const patchShape = (strict: Strict) => ({
  name: requiredText().optional(),
  description: text(2_000).nullish(),
  type: z.enum(CONTENT_TYPES).optional(),
  url: text(2_048).optional(),
  thumbnail: text(2_048).nullish(),
  duration: looseInteger(1).optional(),
  fileSize: looseInteger(0).nullish(),
  mimeType: text().nullish(),
  fileHash: text().nullish(),
  metadata: jsonObject.nullish(),
  expiresAt: isoDate.nullish(),
  replacementContentId: text().nullish(),
  templateOrientation: text().nullish(),
  ...(strict('patch_status_400') ? {} : { status: text().optional() }),
});
type Patch = z.infer<z.ZodObject<ReturnType<typeof patchShape>>>;

const patch = defineRoute<unknown, Patch>({
  method: 'patch',
  path: '/api/v1/content/:id',
  access: EDITORS,
  id: 'any',
  body: (strict) => dto(strict, patchShape(strict)) as unknown as z.ZodType<Patch>,
  async handle({ id, organizationId, body, deps }) {
    const before = await ownRow('Content', id, organizationId, deps);
    const { fileHash: _, ...changes } = body;
    const row =
      Object.keys(changes).length === 0 ? before : await updateRow<ContentRow>('Content', id, changes, deps);
    return { ...row, ...dashboardNames(row) };
  },
});

const createShape = (strict: Strict) => ({
  ...patchShape(strict),
  name: requiredText(),
  type: z.enum(CONTENT_TYPES),
  url: text(2_048),
});
type Creation = z.infer<z.ZodObject<ReturnType<typeof createShape>>>;

const create = defineRoute<unknown, Creation>({
  method: 'post',
  path: '/api/v1/content',
  access: EDITORS,
  body: (strict) => dto(strict, createShape(strict)) as unknown as z.ZodType<Creation>,
  async handle({ organizationId, body: { fileHash: _, ...body }, deps }) {
    await assertPublicUrl(body.url);
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value != null));
    const row = contentRow(deps.now(), { fileSize: null, mimeType: null, ...given, organizationId });
    return { ...(await insertRow('Content', row, deps)), ...dashboardNames(row) };
  },
});

const remove = defineRoute({
  method: 'delete',
  path: '/api/v1/content/:id',
  access: ADMINS,
  id: 'any',
  async handle({ id, organizationId, deps }) {
    const row = await ownRow('Content', id, organizationId, deps);
    await deleteRow('Content', id, deps);
    return row;
  },
});

export const CONTENT_ROUTES = [list, layouts, detail, patch, create, remove];
