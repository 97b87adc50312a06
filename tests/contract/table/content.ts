import { z } from 'zod';
import { badRequest, created, malformedId, notFound, ok, refused, some, wrongRole } from '../answers.ts';
import { del, get, patch, post, row, step, story } from '../ask.ts';
import type { Row } from '../row.ts';
import { contentDetail, contentListItem, contentRow, titledContent } from '../shapes/content.ts';
import { page } from '../shapes/envelope.ts';
import { exactly } from '../shapes/values.ts';

const unknown = 'c00000000000000000000000x';
const missing = notFound('Content not found');
const filtered = (holds: z.ZodType) => ({ status: 200, body: page(holds) });
const archived = contentRow.extend({ status: z.literal('archived') });
const active = contentRow.extend({ status: z.literal('active') });

/** Content: filters of the list, the detail, and every write. */
export const contentRows: readonly Row[] = [
  row(
    'content can be listed by status',
    get('content?status=archived'),
    filtered(contentListItem.extend({ status: z.literal('archived') })),
    { recorded: 'content filtered by status' },
  ),
  row(
    'content can be listed by type',
    get('content?type=image'),
    filtered(contentListItem.extend({ type: z.literal('image') })),
  ),
  row('content can be searched by name', get('content?search=no-such-name-anywhere'), filtered(z.never())),
  row('content can be listed by age', get('content?dateRange=7days'), filtered(contentListItem)),
  row(
    'content without a status filter includes what is archived',
    get('content?limit=1'),
    filtered(contentListItem),
  ),
  row('an empty status filter is refused', get('content?status='), badRequest, {
    recorded: 'content with an empty status',
  }),
  row('an unknown status filter is refused', get('content?status=gone'), badRequest),
  row('an unknown type filter is refused', get('content?type=song'), badRequest),
  row('an unknown age filter is refused', get('content?dateRange=1year'), badRequest),
  row(
    'a search of more than 120 characters is refused',
    get(`content?search=${'x'.repeat(121)}`),
    badRequest,
  ),
  row(
    'the detail of content names the playlists that hold it',
    get('content/{content_in_playlist}'),
    ok((given) =>
      contentDetail.extend({
        id: z.literal(given('content_in_playlist')),
        playlistItems: contentDetail.shape.playlistItems.min(1),
      }),
    ),
    { recorded: ['content detail in playlists', 'content detail, expired but active'] },
  ),
  row(
    'the detail of content that no playlist holds has an empty list of them',
    get('content/{own_content}'),
    ok(contentDetail.extend({ playlistItems: contentDetail.shape.playlistItems.max(0) })),
    { recorded: 'content detail, orphan' },
  ),
  row('a malformed content id is refused', get('content/nope'), malformedId, {
    recorded: 'detail with a malformed content id',
  }),
  row('a UUID is a well-formed content id', get('content/00000000-0000-4000-8000-000000000000'), missing),
  row('unknown content is not found', get(`content/${unknown}`), missing),

  row(
    'content is not archived by PATCH',
    patch('content/{own_content}', { status: 'archived' }),
    badRequest,
    {
      recorded: 'archive content by PATCH',
    },
  ),
  row('content refuses an unknown key', patch('content/{own_content}', { colour: 'red' }), badRequest),
  row('content refuses a duration below 1', patch('content/{own_content}', { duration: 0 }), badRequest),
  row(
    'an empty PATCH of content changes nothing and is 200',
    patch('content/{own_content}', {}),
    ok(titledContent),
  ),
  row(
    'PATCH of content answers the row without tags and playlists',
    patch('content/{own_content}', {
      name: 'Renamed by the contract',
      description: 'said',
      duration: 21,
      mimeType: 'image/png',
      fileSize: 5,
    }),
    ok(
      titledContent.extend({
        name: z.literal('Renamed by the contract'),
        title: z.literal('Renamed by the contract'),
        description: z.literal('said'),
        duration: z.literal(21),
        mimeType: z.literal('image/png'),
        fileSize: z.literal(5),
      }),
    ),
  ),
  row(
    'PATCH of content accepts an expiry in the past',
    patch('content/{own_content}', { expiresAt: '{yesterday}' }),
    ok((given) => titledContent.extend({ expiresAt: z.literal(given('yesterday')) })),
  ),
  row(
    'PATCH of content accepts no expiry',
    patch('content/{own_content}', { expiresAt: null }),
    ok(titledContent.extend({ expiresAt: z.null() })),
  ),
  row('PATCH of unknown content is not found', patch(`content/${unknown}`, { name: 'x' }), missing),

  story('archiving content is 201 and may be repeated', [
    step(post('content/{own_content}/archive'), created(archived), {
      recorded: 'archive content',
      keep: { archived_at: 'data.updatedAt' },
    }),
    step(
      post('content/{own_content}/archive'),
      created((given) =>
        archived.refine(({ updatedAt }) => updatedAt >= given('archived_at'), {
          path: ['updatedAt'],
          message: 'expected a later time',
        }),
      ),
      { recorded: 'archive it again' },
    ),
    step(get('content/{own_content}'), ok(contentDetail.extend({ status: z.literal('archived') }))),
  ]),
  row(
    'archiving ignores its body',
    post('content/{own_content}/archive', { anything: 'goes' }),
    created(archived),
  ),
  story('restoring content is 200, and leaves its expiry alone', [
    step(patch('content/{own_content}', { expiresAt: '{in_a_week}' }), ok(titledContent)),
    step(post('content/{own_content}/archive'), created(archived)),
    step(
      post('content/{own_content}/restore'),
      ok((given) => active.extend({ expiresAt: z.literal(given('in_a_week')) })),
    ),
  ]),
  row('restoring is possible from any status', post('content/{own_content}/restore'), ok(active), {
    recorded: 'restore content',
  }),
  story('archiving content frees no storage', [
    step(get('organizations/storage'), { status: 200 }, { keep: { used: 'data.usedBytes' } }),
    step(post('content/{own_content}/archive'), created(archived)),
    step(
      get('organizations/storage'),
      ok((given) =>
        z.looseObject({
          usedBytes: z.number().refine((used) => String(used) === given('used'), 'expected the same'),
        }),
      ),
    ),
  ]),
  row('archiving unknown content is not found', post(`content/${unknown}/archive`), missing),
  row('archiving content with a malformed id is refused', post('content/nope/archive'), malformedId),
  row('restoring unknown content is not found', post(`content/${unknown}/restore`), missing),
  row('restoring content with a malformed id is refused', post('content/nope/restore'), malformedId),
  row(
    'a viewer may not restore',
    post('content/{content}/restore', undefined, 'viewer'),
    wrongRole('admin', 'manager'),
  ),
  row(
    'a viewer may not archive',
    post('content/{content}/archive', undefined, 'viewer'),
    wrongRole('admin', 'manager'),
  ),
  row(
    'a manager may archive',
    post('content/{own_content}/archive', undefined, 'manager'),
    created(archived),
  ),

  story('archived content stays in its playlists', [
    step(post('content/{own_content_in_playlist}/archive'), created(archived)),
    step(
      get('content/{own_content_in_playlist}'),
      ok(
        contentDetail.extend({
          status: z.literal('archived'),
          playlistItems: contentDetail.shape.playlistItems.min(1),
        }),
      ),
    ),
  ]),
  story('archiving in bulk is 200 and counts what was archived already', [
    step(post('content/bulk/archive', { ids: ['{own_content}'] }), ok(exactly({ archived: 1 }))),
    step(post('content/bulk/archive', { ids: ['{own_content}'] }), ok(exactly({ archived: 1 }))),
    step(post('content/bulk/restore', { ids: ['{own_content}'] }), ok(exactly({ restored: 1 }))),
    step(get('content/{own_content}'), ok(contentDetail.extend({ status: z.literal('active') }))),
  ]),
  story('one unknown id fails a whole bulk call, which then changes nothing', [
    step(
      post('content/bulk/archive', { ids: ['{own_content}', unknown] }),
      refused('Some content items not found or not accessible'),
    ),
    step(get('content/{own_content}'), ok(contentDetail.extend({ status: z.literal('active') }))),
  ]),
  row('archiving nothing in bulk is refused', post('content/bulk/archive', { ids: [] }), badRequest),
  row(
    'archiving more than a hundred in bulk is refused',
    post('content/bulk/archive', { ids: new Array(101).fill(unknown) }),
    badRequest,
  ),

  story('an expiry in the future can be set and taken away', [
    step(
      patch('content/{own_content}/expiration', { expiresAt: '{in_a_week}' }),
      ok((given) => contentRow.extend({ expiresAt: z.literal(given('in_a_week')) })),
    ),
    step(del('content/{own_content}/expiration'), ok(contentRow.extend({ expiresAt: z.null() }))),
  ]),
  row(
    'an expiry in the past is refused by the route for it',
    patch('content/{own_content}/expiration', { expiresAt: '{yesterday}' }),
    refused('expiresAt must be in the future'),
  ),
  row('a manager may not delete content', del('content/{own_content}', 'manager'), wrongRole('admin')),
  story('an admin may delete content, which then is not found', [
    step(del('content/{own_content}'), { status: 200 }),
    step(get('content/{own_content}'), missing),
  ]),
  row(
    'content with an address that does not resolve is refused',
    post('content', { name: 'Nowhere', type: 'url', url: 'https://nowhere.invalid/' }),
    {
      status: 400,
      body: some({ statusCode: z.literal(400), message: z.string().regex(/^Failed to resolve hostname/) }),
    },
  ),
];
