import type { TargetKind } from '../core/target.ts';
import type { Remembered } from './gather/gather-list.ts';
import type { Incident } from './incident.ts';
import type { ListSection } from './snapshot.ts';

/** What the rows of a list are called as targets. Nothing is ever wrong with a group itself. */
const KIND_OF: Readonly<Record<ListSection, TargetKind | null>> = {
  displays: 'display',
  displayGroups: null,
  schedules: 'schedule',
  playlists: 'playlist',
  contents: 'content',
};

/** The rows that something was wrong with when the process before this one ended. */
export function rememberedIds(incidents: readonly Incident[]): Remembered {
  return (section, org) =>
    incidents
      .filter(
        ({ state, target }) => state !== 'resolved' && target.org === org && target.kind === KIND_OF[section],
      )
      .map(({ target }) => target.id);
}
