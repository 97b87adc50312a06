import * as row from '../row-defaults.ts';
import type { ContentRow } from '../rows.ts';
import { OLD } from './content-faults.ts';
import { addToPlaylist, emptyPlaylist, newContent } from './new-playlists.ts';
import { defineWorldFault, repeat, type Scene } from './world-fault.ts';

/** Contents in no playlist that are no orphans all the same. */
const spared = <const Name extends string>(
  name: Name,
  about: string,
  add: (scene: Scene, i: number, number: number) => void,
) =>
  defineWorldFault({
    name,
    about,
    raises: [],
    spoil: (scene) => repeat(scene, (i, number) => add(scene, i, number)),
  });

const old = (scene: Scene, i: number, given: Partial<ContentRow> & Pick<ContentRow, 'name'>): ContentRow =>
  newContent(scene, `${i}/old`, given, OLD);

/** In a playlist of its own, so that it is nothing itself that could be wrong. */
function referring(scene: Scene, i: number, given: Partial<ContentRow> & Pick<ContentRow, 'name'>): void {
  const content = newContent(scene, `${i}/referring`, given);
  addToPlaylist(scene, `${i}`, emptyPlaylist(scene, i, `With ${given.name}`), content, 0);
}

export const contentInZone = spared(
  'content_in_zone',
  'An old content in no playlist is shown in a zone of a layout.',
  (scene, i, number) => {
    const { id } = old(scene, i, { name: `In a zone ${number}` });
    const zones = [{ id: 'left', contentId: id }, { id: 'right' }];
    referring(scene, i, { name: `Two zones ${number}`, type: 'layout', metadata: { zones } });
  },
);

export const contentReplacement = spared(
  'content_replacement',
  'An old content in no playlist is to replace another one next week.',
  (scene, i, number) => {
    const { id } = old(scene, i, { name: `For next week ${number}` });
    referring(scene, i, {
      name: `For this week ${number}`,
      replacementContentId: id,
      expiresAt: row.iso(scene.now + 7 * row.DAY),
    });
  },
);

export const contentPreviousVersion = spared(
  'content_previous_version',
  'An old content in no playlist is the version before another one.',
  (scene, i, number) => {
    const { id } = old(scene, i, { name: `Version one ${number}` });
    referring(scene, i, { name: `Version two ${number}`, previousVersionId: id, versionNumber: 2 });
  },
);

export const contentGlobal = spared(
  'content_global',
  'An old content in no playlist is there for all organisations.',
  (scene, i, number) => old(scene, i, { name: `For everybody ${number}`, isGlobal: true }),
);

export const contentUnusedLayout = spared(
  'content_unused_layout',
  'An old layout is in no playlist.',
  (scene, i, number) =>
    old(scene, i, { name: `Spare layout ${number}`, type: 'layout', metadata: { zones: [] } }),
);

export const contentArchivedUnused = spared(
  'content_archived_unused',
  'An old content in no playlist is archived already.',
  (scene, i, number) => old(scene, i, { name: `Put away ${number}`, status: 'archived' }),
);

export const contentNewUnused = spared(
  'content_new_unused',
  'A content in no playlist was made yesterday.',
  (scene, i, number) => newContent(scene, `${i}`, { name: `Just uploaded ${number}` }, row.DAY),
);
