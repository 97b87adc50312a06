import { z } from 'zod';
import { badRequest, having, ok, some, windows } from '../answers.ts';
import { get, row, step, story } from '../ask.ts';
import type { Row } from '../row.ts';
import { contentListItem } from '../shapes/content.ts';
import { displayListItem, groupListItem, scheduleListItem } from '../shapes/displays.ts';
import { page } from '../shapes/envelope.ts';
import { playlistListItem } from '../shapes/playlists.ts';
import { exactly } from '../shapes/values.ts';

interface List {
  readonly path: string;
  readonly name: string;
  readonly item: z.ZodType;
  /** Rows compare so, each with the next. */
  readonly ordered?: { readonly words: string; readonly holds: (a: Item, b: Item) => boolean };
  readonly recorded: string;
  /** Query keys that it does not know. */
  readonly unknown: readonly string[];
}

interface Item {
  readonly id: string;
  readonly createdAt: string;
  readonly priority: number;
}

const newestFirst = {
  words: 'the newest first',
  holds: (a: Item, b: Item) => a.createdAt >= b.createdAt,
};
const byPriority = {
  words: 'by priority, the highest first, then the newest first',
  holds: (a: Item, b: Item) =>
    a.priority > b.priority || (a.priority === b.priority && a.createdAt >= b.createdAt),
};

const lists: readonly List[] = [
  {
    path: 'content',
    name: 'content',
    item: contentListItem,
    ordered: newestFirst,
    recorded: 'list content',
    unknown: ['expiresAt=2026-01-01', 'sort=name', 'organizationId=x'],
  },
  {
    path: 'displays',
    name: 'displays',
    item: displayListItem,
    ordered: newestFirst,
    recorded: 'list displays',
    unknown: ['status=online', 'search=x', 'organizationId=x'],
  },
  {
    path: 'playlists',
    name: 'playlists',
    item: playlistListItem,
    ordered: newestFirst,
    recorded: 'list playlists',
    unknown: ['search=x', 'status=active'],
  },
  {
    path: 'schedules',
    name: 'schedules',
    item: scheduleListItem,
    ordered: byPriority,
    recorded: 'list schedules',
    unknown: [
      'isActive=true',
      'displayId=00000000-0000-4000-8000-000000000000',
      'displayGroupId=c000000000000000000000000',
      'status=active',
    ],
  },
  {
    path: 'display-groups',
    name: 'display groups',
    item: groupListItem,
    recorded: 'list display groups',
    unknown: ['search=x'],
  },
];

/** Where a recorded exchange shows the refusal of this query. */
const recordedRefusal: Readonly<Record<string, string>> = {
  'displays?limit=101': 'list with limit 101',
  'displays?page=0': 'list with page 0',
  'displays?status=online': 'list with an unknown query key',
  'schedules?isActive=true': 'schedules filtered by isActive',
};

const refusedPages = [
  'limit=101',
  'limit=1000',
  'limit=0',
  'limit=abc',
  'limit=-1',
  'limit=2.5',
  'page=0',
  'page=abc',
];

const inOrder = ({ item, ordered }: List) =>
  page(item).refine(
    (body) => {
      const items = (body as { data: { data: Item[] } }).data.data;
      return items.every((one, i) => {
        const next = items[i + 1];
        return next === undefined || !ordered || ordered.holds(one, next);
      });
    },
    { path: ['data', 'data'], message: `expected ${ordered?.words}` },
  );

function rowsOf(list: List): Row[] {
  const { path, name, item } = list;
  return [
    row(
      `the list of ${name} is nested twice, each item has its keys and no others${list.ordered ? `, ${list.ordered.words}` : ''}`,
      get(`${path}?page=1&limit=100`),
      { status: 200, body: inOrder(list), headers: windows('1000') },
      { recorded: list.recorded },
    ),
    row(
      `the list of ${name} has pages of ten unless told otherwise`,
      get(path),
      {
        status: 200,
        body: page(item).refine(metaIs({ page: 1, limit: 10 }), { message: 'expected page 1 of limit 10' }),
      },
      path === 'displays' ? { recorded: 'list with the default page' } : {},
    ),
    row(
      `a page of ${name} past the end is empty, with the true total`,
      get(`${path}?page=99&limit=100`),
      {
        status: 200,
        body: page(item)
          .refine(metaIs({ page: 99, limit: 100 }), { message: 'expected page 99 of limit 100' })
          .refine(isEmpty, { path: ['data', 'data'], message: 'expected no items' })
          .refine(hasTotal, { path: ['data', 'meta', 'total'], message: 'expected the true total' }),
      },
      path === 'displays' ? { recorded: 'list past the end' } : {},
    ),
    ...refusedPages.map((query) =>
      row(`${query} is refused without detail in the list of ${name}`, get(`${path}?${query}`), badRequest, {
        ...recordedFor(`${path}?${query}`),
      }),
    ),
    ...list.unknown.map((query) =>
      row(
        `the list of ${name} refuses the unknown query key ${query.split('=')[0]}`,
        get(`${path}?${query}`),
        badRequest,
        {
          ...recordedFor(`${path}?${query}`),
        },
      ),
    ),
    row(`a viewer may read the list of ${name}`, get(`${path}?limit=1`, 'viewer'), {
      status: 200,
      body: page(item),
    }),
  ];
}

const recordedFor = (request: string) => {
  const recorded = recordedRefusal[request];
  return recorded === undefined ? {} : { recorded };
};

type Body = { data: { data: unknown[]; meta: Record<string, number> } };
const metaIs = (expected: Record<string, number>) => (body: unknown) =>
  Object.entries(expected).every(([key, value]) => (body as Body).data.meta[key] === value);
const isEmpty = (body: unknown) => (body as Body).data.data.length === 0;
const hasTotal = (body: unknown) => ((body as Body).data.meta['total'] ?? 0) > 0;

/** Lists: nesting, pages, order, keys, and what no list accepts. */
export const listRows: readonly Row[] = [
  ...lists.flatMap(rowsOf),
  row(
    'a second page goes on where the first ended',
    get('displays?page=2&limit=100', 'admin'),
    {
      status: 200,
      body: page(displayListItem).refine(metaIs({ page: 2, limit: 100 }), {
        message: 'expected page 2 of limit 100',
      }),
    },
    { recorded: 'list page 2 of a large organisation' },
  ),
  story('the second page of one holds another item than the first', [
    step(
      get('content?limit=1&page=1', 'other'),
      { status: 200, body: page(contentListItem) },
      { keep: { first: 'data.data.0.id' } },
    ),
    step(get('content?limit=1&page=2', 'other'), {
      status: 200,
      body: (given) =>
        page(
          contentListItem.refine(({ id }) => id !== given('first'), {
            path: ['id'],
            message: 'expected another item',
          }),
        ),
    }),
  ]),
  row(
    'an empty list has no pages at all',
    get('content?search=no-such-name-anywhere'),
    ok(exactly({ data: [], meta: { page: 1, limit: 10, total: 0, totalPages: 0 } })),
  ),
  row(
    'layouts have a list of their own',
    get('content/layouts?page=1&limit=100'),
    {
      status: 200,
      body: page(z.looseObject({ type: z.literal('layout') })),
    },
    { recorded: 'list layouts' },
  ),
  row(
    'a list counts its request down in all three windows and its own',
    get('displays?limit=1', 'admin', { from: 'counting' }),
    having(ok(some({ data: z.array(z.unknown()) })), windows('1000')),
  ),
];
