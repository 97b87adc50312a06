import { z } from 'zod';
import { contentExpired } from '../../core/checks/content-expired.ts';
import { contentOrphaned } from '../../core/checks/content-orphaned.ts';
import { type Finding, unknown } from '../../core/verdict.ts';
import {
  defineAction,
  type Execution,
  type Looking,
  OrganisationLabel,
  type Sighting,
  sightOfNothing,
} from '../action.ts';

type Contents = ReturnType<Looking['contents']>;
type Content = NonNullable<Awaited<ReturnType<Contents['getContent']>>>;
type References = Awaited<ReturnType<Contents['references']>>;

const Params = z.object({
  incident: z.string(),
  org: OrganisationLabel,
  target_kind: z.literal('content'),
  target_id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/),
});
type Params = z.infer<typeof Params>;

/**
 * Archives a content that has expired and that the platform has missed, or that nothing refers to, unless it was changed
 * after the evidence.
 */
export const archiveContent = defineAction({
  name: 'archive_content',
  incidents: ['content_expired', 'content_orphaned'],
  undo: {
    means: 'the content is active again; what has expired the platform expires anew at the full hour',
    async perform({ org, target_id }, { before }, act, leave) {
      const contents = act.contents(org);
      const present = await contents.getContent(target_id);
      if (present === null) return { kind: 'called_off', detail: 'the content is gone' };
      // Restoring makes it active, whatever it was.
      if (present.status !== 'archived' || before['status'] !== 'active') {
        return {
          kind: 'called_off',
          detail: `the content is ${present.status}, and was ${before['status']}`,
        };
      }
      const refusal = await leave.refusal();
      if (refusal !== null) return { kind: 'refused', detail: refusal };
      await contents.restoreContent(target_id, leave.signal);
      return { kind: 'done' };
    },
  },
  inOrganisation: true,
  params: Params,
  plan: z.object({ updated_at: z.string() }),

  canonicalTarget: ({ target_id }) => `content/${target_id}`,

  async exists({ incident, org, target_id }, look) {
    const contents = look.contents(org);
    // There may be hundreds of these: one list tells of all.
    if (incident === 'content_orphaned') {
      const listed = await contents.isListed(target_id);
      if (listed === null) return { found: null, saw: 'the list of contents was not read whole' };
      return { found: listed, saw: `it is ${listed ? '' : 'not '}in the list of contents` };
    }
    return (await contents.getContent(target_id)) === null
      ? { found: false, saw: 'the platform knows no such content' }
      : { found: true, saw: 'read by its id' };
  },

  population: ({ org }, look) => look.contents(org).countContents(),

  sight: (params, look) =>
    params.incident === 'content_orphaned' ? sightOrphan(params, look) : sightExpired(params, look),

  async execute(params, plan, act, leave) {
    const contents = act.contents(params.org);
    const present = await contents.getContent(params.target_id);
    if (present === null) return calledOff('the content is gone');
    if (present.updatedAt !== plan.updated_at) {
      return calledOff(`it was changed at ${present.updatedAt}, after the evidence`);
    }
    if (params.incident === 'content_orphaned') {
      // A playlist takes a content in and lets it go without changing it.
      if (present.playlistIds?.length !== 0) return calledOff('a playlist holds it by now');
    } else {
      const finding = judgeExpired(present, contents, act);
      if (finding.verdict !== 'bad') return calledOff('it is not overdue any more');
      const replacement = await dueReplacement(present, contents);
      if (replacement !== null) return calledOff(`${replacement} is to take its place by now`);
    }
    const refusal = await leave.refusal();
    if (refusal !== null) return { kind: 'refused', detail: refusal };
    await contents.archiveContent(params.target_id, leave.signal);
    return { kind: 'done' };
  },

  watch:
    ({ incident, org, target_id }, look) =>
    async () => {
      const contents = look.contents(org);
      const content = await contents.getContent(target_id);
      if (content === null) {
        return { finding: { verdict: 'good', detail: 'it is gone' }, steady: '', after: { exists: false } };
      }
      const { status, expiresAt } = content;
      const finding =
        incident === 'content_orphaned'
          ? // What is not active is settled without all the others.
            judgeOrphan(content, status === 'active' ? await contents.references(target_id) : null, org, look)
          : judgeExpired(content, contents, look);
      return { finding, steady: '', after: { status, expires_at: expiresAt } };
    },
});

async function sightExpired({ org, target_id }: Params, look: Looking): Promise<Sighting> {
  const contents = look.contents(org);
  const content = await contents.getContent(target_id);
  if (content === null) return gone;
  const { status, expiresAt, updatedAt, replacementContentId } = content;
  const playlists = [...(content.playlistIds ?? [])].sort();
  const finding = judgeExpired(content, contents, look);
  const said = { expires_at: expiresAt, replacement_id: replacementContentId, playlists };
  const seen = {
    finding,
    plan: { updated_at: updatedAt },
    evidence: { read_at: new Date(look.clock.now()).toISOString(), updated_at: updatedAt, ...said },
    before: { status },
    restsOn: { status, ...said },
  };
  const replacement = finding.verdict === 'bad' ? await dueReplacement(content, contents) : null;
  if (replacement === null) return seen;
  const saw = `${replacement} is to take its place in ${playlists.length} playlists`;
  return { ...seen, objection: { reason: 'replacement_due', saw } };
}

async function sightOrphan({ org, target_id }: Params, look: Looking): Promise<Sighting> {
  const references = await look.contents(org).references(target_id);
  const { row, facts } = references;
  const { gap } = references.references;
  if (row === null) {
    if (gap === null) return gone;
    return { finding: unknown(gap.reason, gap.detail), plan: null, evidence: {}, before: {} };
  }
  return {
    finding: judgeOrphan(row, references, org, look),
    plan: { updated_at: row.updatedAt },
    evidence: {
      read_at: facts === null ? null : new Date(facts.readAt).toISOString(),
      updated_at: row.updatedAt,
      created_at: row.createdAt,
      in_playlist: facts?.inPlaylist ?? null,
      contents_read: references.contents,
      playlists_read: references.playlists,
    },
    before: { status: row.status },
  };
}

function judgeExpired(
  content: Pick<Content, 'status' | 'expiresAt'>,
  contents: Pick<Contents, 'platformNow'>,
  { checks }: Pick<Looking, 'checks'>,
): Finding {
  return contentExpired(content, content.expiresAt, checks.content_expired.overdue, contents.platformNow());
}

function judgeOrphan(
  content: NonNullable<References['row']>,
  seen: References | null,
  org: string,
  { checks, clock, contents }: Looking,
): Finding {
  const moment = { now: clock.now(), platformNow: contents(org).platformNow() };
  const references = seen?.references ?? NOTHING_READ;
  return contentOrphaned(
    content,
    seen?.facts ?? undefined,
    references,
    checks.content_orphaned.older_than,
    moment,
  );
}

const NOTHING_READ: References['references'] = {
  contentIds: new Set(),
  gap: { reason: 'detail_unknown', detail: 'what could refer to it was not read' },
};

const gone = sightOfNothing('the platform knows no such content');

const calledOff = (detail: string): Execution => ({ kind: 'called_off', detail });

/**
 * The active content that the platform puts into the playlists of an expired one. It does so only while that is active:
 * archived, it would stay there itself, and what replaces it would never be shown.
 */
async function dueReplacement(
  { replacementContentId, playlistIds }: Content,
  contents: Pick<Contents, 'getContent'>,
): Promise<string | null> {
  if (replacementContentId === null || playlistIds?.length === 0) return null;
  const replacement = await contents.getContent(replacementContentId);
  return replacement?.status === 'active' ? replacementContentId : null;
}
