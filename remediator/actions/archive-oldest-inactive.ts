import { z } from 'zod';
import { storageHigh, usedShare } from '../../core/checks/storage-high.ts';
import { describeFill, inBytes, whatFills } from '../../core/checks/what-fills.ts';
import { readableName } from '../../core/target.ts';
import { bad, type Finding, unknown } from '../../core/verdict.ts';
import { defineAction, type Execution, type Json, type Looking, OrganisationLabel } from '../action.ts';

type Contents = ReturnType<Looking['contents']>;
type Content = NonNullable<Awaited<ReturnType<Contents['getContent']>>>;
type Rows = Extract<Awaited<ReturnType<Contents['listContents']>>, { complete: true }>['items'];
type Storage = Awaited<ReturnType<Contents['storage']>>;

/**
 * Whether a content is shown no more, and archiving it can be taken back: restoring makes active, and of all that is not
 * active only what has expired the platform then puts back where it was. Drafts and what was rejected it would publish.
 */
const isInactive = ({ status, isGlobal, playlistIds }: Content): boolean =>
  status === 'expired' && !isGlobal && playlistIds?.length === 0;

const Archived = z.object({ contents: z.array(z.object({ id: z.string(), status: z.literal('expired') })) });

/**
 * Archives the oldest contents of an organisation that are shown no more while its storage is nearly full, as it was
 * asked for. On the platform that frees nothing by itself: what then has to be deleted is told to people.
 */
export const archiveOldestInactive = defineAction({
  name: 'archive_oldest_inactive',
  incidents: ['storage_high'],
  undo: {
    means: 'the contents that it archived are restored; the platform expires them anew at the full hour',
    async perform({ org }, { before }, act, leave) {
      const contents = act.contents(org);
      let done = 0;
      for (const { id } of Archived.parse(before).contents) {
        const present = await contents.getContent(id);
        if (present?.status !== 'archived') continue;
        const refusal = await leave.refusal();
        if (refusal !== null) return goNoFurther(done, refusal);
        await contents.restoreContent(id, leave.signal);
        done += 1;
      }
      return done > 0
        ? { kind: 'done' }
        : { kind: 'called_off', detail: 'none of them is archived any more' };
    },
  },
  inOrganisation: true,
  params: z.object({
    incident: z.string(),
    org: OrganisationLabel,
    target_kind: z.literal('organization'),
    target_id: z.string(),
  }),
  plan: z.object({ contents: z.array(z.object({ id: z.string(), updated_at: z.string() })).min(1) }),

  canonicalTarget: ({ org, target_id }) => (target_id === org ? `organization/${org}` : null),

  async exists({ org }, look) {
    const { usedBytes, quotaBytes } = await look.contents(org).storage();
    return { found: true, saw: `it uses ${inBytes(usedBytes)} of ${inBytes(quotaBytes)}` };
  },

  // An organisation has one storage; how many contents are touched is bounded in the plan.
  population: async () => 1,

  async sight({ org }, look) {
    const contents = look.contents(org);
    const storage = await contents.storage();
    const finding = judge(storage, look);
    const measured = { used_bytes: storage.usedBytes, quota_bytes: storage.quotaBytes };
    const nothing = { finding, plan: null, evidence: measured, before: measured };
    if (finding.verdict !== 'bad') return nothing;
    const list = await contents.listContents();
    if (!list.complete) return { ...nothing, finding: unknown('scan_incomplete', list.detail) };
    const evidence = { ...measured, ...describe(list.items) };
    const chosen = await choose(list.items, contents, look);
    if (chosen.length === 0) {
      const saw = `${finding.detail}; ${describeFill(whatFills(list.items))}`;
      return { ...nothing, evidence, objection: { reason: 'nothing_to_archive', saw } };
    }
    return {
      finding,
      plan: { contents: chosen.map(({ id, updatedAt }) => ({ id, updated_at: updatedAt })) },
      evidence: { ...evidence, contents: chosen.map(shown) },
      before: { ...measured, contents: chosen.map(({ id, status }) => ({ id, status })) },
      restsOn: { contents: chosen.map(({ id, status }) => ({ id, status })) },
      reaches: chosen.map(({ id }) => `content/${id}`),
    };
  },

  async execute({ org }, plan, act, leave) {
    const contents = act.contents(org);
    let done = 0;
    let change = 'there was nothing to do';
    for (const { id, updated_at } of plan.contents) {
      const present = await contents.getContent(id);
      const refusal = await leave.refusal();
      if (refusal !== null) return goNoFurther(done, refusal);
      if (present?.updatedAt === updated_at && isInactive(present)) {
        await contents.archiveContent(id, leave.signal);
        done += 1;
      } else change = `${id} was changed after the evidence`;
    }
    return done > 0 ? { kind: 'done' } : { kind: 'called_off', detail: change };
  },

  watch: ({ org }, look) => {
    let fill: string | null = null;
    return async () => {
      const contents = look.contents(org);
      const storage = await contents.storage();
      const finding = judge(storage, look);
      const after = { used_bytes: storage.usedBytes, quota_bytes: storage.quotaBytes };
      if (finding.verdict !== 'bad') return { finding, steady: '', after };
      fill ??= await fillOf(contents);
      return {
        finding: bad(`${finding.detail}, since archiving frees no storage: ${fill}`),
        steady: '',
        after: { ...after, fill },
      };
    };
  },
});

function judge({ usedBytes, quotaBytes }: Storage, { policies }: Looking): Finding {
  return storageHigh(usedShare(usedBytes, quotaBytes), policies.archive_oldest_inactive.ratio);
}

/** The oldest first, each read by its id, and no more than the policy allows. */
async function choose(
  rows: Rows,
  contents: Pick<Contents, 'getContent'>,
  { policies }: Looking,
): Promise<Content[]> {
  const { contents_per_run: perRun, max_share: share, min_count: floor } = policies.archive_oldest_inactive;
  const atMost = Math.min(perRun, Math.max(floor, Math.floor(share * rows.length)));
  const candidates = rows
    .filter(({ status }) => status === 'expired')
    .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  const chosen: Content[] = [];
  // What cannot be archived costs a request, too.
  for (const { id } of candidates.slice(0, 2 * perRun)) {
    if (chosen.length === atMost) break;
    const content = await contents.getContent(id);
    if (content !== null && isInactive(content)) chosen.push(content);
  }
  return chosen;
}

/** What people have to know who make room. */
async function fillOf(contents: Contents): Promise<string> {
  const list = await contents.listContents();
  return list.complete ? describeFill(whatFills(list.items)) : `what fills it is not known (${list.detail})`;
}

function describe(rows: Rows): Json {
  const { largest, recoverableBytes } = whatFills(rows);
  return { largest, recoverable_bytes: recoverableBytes };
}

const shown = ({ id, name, fileSize, createdAt }: Content): Json => ({
  id,
  name: readableName(name),
  bytes: fileSize,
  created_at: createdAt,
});

function goNoFurther(done: number, why: string): Execution {
  if (done === 0) return { kind: 'refused', detail: why };
  throw new Error(`after ${done} contents: ${why}`);
}
