import { contentExpired } from '../../core/checks/content-expired.ts';
import { factsOf } from '../../core/checks/content-facts.ts';
import { contentOrphaned } from '../../core/checks/content-orphaned.ts';
import { contentReferences } from '../../core/checks/content-references.ts';
import { contentThumbnailMissing } from '../../core/checks/content-thumbnail-missing.ts';
import { contentTooLarge } from '../../core/checks/content-too-large.ts';
import { playlistItemUndeliverable } from '../../core/checks/playlist-item-undeliverable.ts';
import { type Finding, unknown } from '../../core/verdict.ts';
import { defineAgent, type Moment, type Snapshot } from '../agent.ts';
import { inspectStorage } from './content-storage.ts';
import { judgeList } from './judge-list.ts';

type ContentScan = Snapshot['contents'][number]['scan'];
type PlaylistScan = Snapshot['playlists'][number]['scan'];
type Known = Snapshot['contentDetails'][number]['known'];
type Content = ContentScan['items'][number];
type Playlist = PlaylistScan['items'][number];

/** Finds content that should not be shown any more, is shown nowhere or does not fit, and storage that runs full. */
export const contentLifecycle = defineAgent({
  name: 'content-lifecycle',
  needs: ['contents', 'playlists', 'contentDetails', 'storage', 'disks'],
  raises: [
    'content_expired',
    'content_orphaned',
    'storage_high',
    'content_too_large',
    'playlist_item_undeliverable',
    'content_thumbnail_missing',
  ],
  *inspect({ contents, playlists, contentDetails, storage, disks }, moment) {
    const { checks, platformNow } = moment;
    const knownOf = (org: string): Known => contentDetails.find((it) => it.org === org)?.known ?? new Map();
    for (const { org, scan } of contents) {
      const known = knownOf(org);
      yield* judgeList<Content>(
        scan,
        { kind: 'content', org },
        {
          content_expired: (content) =>
            contentExpired(
              content,
              factsOf(content, known)?.expiresAt,
              checks.content_expired.overdue,
              platformNow,
            ),
          content_orphaned: orphanCheck(scan, playlists.find((it) => it.org === org)?.scan, known, moment),
          content_too_large: (content) => contentTooLarge(content, checks.content_too_large.bytes),
          content_thumbnail_missing: contentThumbnailMissing,
        },
      );
    }
    for (const { org, scan } of playlists) {
      const listed = contents.find((it) => it.org === org)?.scan;
      yield* judgeList<Playlist>(
        scan,
        { kind: 'playlist', org },
        // What expired within the hour the platform itself takes out of playlists.
        {
          playlist_item_undeliverable: undeliverableCheck(
            listed,
            knownOf(org),
            platformNow - checks.content_expired.overdue,
          ),
        },
      );
    }
    yield* inspectStorage(storage, disks, contents, checks.storage_high.ratio);
  },
});

/** A list of playlists that is not whole hides what refers to contents, so that it tells of none. */
function orphanCheck(
  contents: ContentScan,
  playlists: PlaylistScan | undefined,
  known: Known,
  { checks, ...moment }: Moment,
): (content: Content) => Finding {
  if (playlists?.complete !== true) {
    const finding = unknown('scan_incomplete', 'the list of playlists was not read whole');
    return () => finding;
  }
  const references = contentReferences(contents.items, playlists.items, known);
  const { older_than } = checks.content_orphaned;
  return (content) => contentOrphaned(content, factsOf(content, known), references, older_than, moment);
}

function undeliverableCheck(
  contents: ContentScan | undefined,
  known: Known,
  now: number,
): (playlist: Playlist) => Finding {
  const rows = new Map(contents?.items.map((content) => [content.id, content]));
  const expiryOf = (id: string) => {
    const row = rows.get(id);
    return row === undefined ? undefined : factsOf(row, known)?.expiresAt;
  };
  return ({ items }) =>
    playlistItemUndeliverable(
      items.map(({ contentId, content }) => ({
        content: content == null ? null : { ...content, expiresAt: expiryOf(contentId) },
      })),
      now,
    );
}
