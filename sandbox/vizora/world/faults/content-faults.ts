import * as row from '../row-defaults.ts';
import { newContent, playlistOf } from './new-playlists.ts';
import { defineWorldFault, repeat } from './world-fault.ts';

/** Ago; beyond the platform's own hourly sweep. */
const OVERDUE = 180 * row.MINUTE;
/** The mark of a content that the platform's sweep misses. */
const MISSED = { unswept: true };
/** Old enough to be suspected of being forgotten. */
export const OLD = 90 * row.DAY;

export const contentExpired = defineWorldFault({
  name: 'content_expired',
  about: 'A content is active although it expired 3 hours ago: the sweep of the platform misses it.',
  raises: ['content_expired'],
  spoil(scene) {
    repeat(scene, (i, number) => {
      const expiresAt = row.iso(scene.now - OVERDUE);
      newContent(scene, `${i}`, { name: `Sold out ${number}`, expiresAt, metadata: MISSED });
    });
  },
});

export const contentReplacedAndExpired = defineWorldFault({
  name: 'content_replaced_and_expired',
  about: 'The same, and it has a replacement, which is old and in no playlist: it is no orphan.',
  raises: ['content_expired'],
  spoil(scene) {
    repeat(scene, (i, number) => {
      const successor = newContent(scene, `${i}/successor`, { name: `New price ${number}` }, OLD);
      newContent(scene, `${i}`, {
        name: `Old price ${number}`,
        expiresAt: row.iso(scene.now - OVERDUE),
        replacementContentId: successor.id,
        metadata: MISSED,
      });
    });
  },
});

export const contentOrphaned = defineWorldFault({
  name: 'content_orphaned',
  about: 'A content is 90 days old, and nothing refers to it.',
  raises: ['content_orphaned'],
  spoil(scene) {
    repeat(scene, (i, number) => newContent(scene, `${i}`, { name: `Forgotten ${number}` }, OLD));
  },
});

export const contentTooLarge = defineWorldFault({
  name: 'content_too_large',
  about: 'A file has 150 MB.',
  raises: ['content_too_large'],
  spoil(scene) {
    for (const content of scene.take('Content')) {
      Object.assign(content, { fileSize: 150_000_000, updatedAt: row.iso(scene.now) });
    }
  },
});

export const contentThumbnailMissing = defineWorldFault({
  name: 'content_thumbnail_missing',
  about: 'An image has no thumbnail.',
  raises: ['content_thumbnail_missing'],
  spoil(scene) {
    repeat(scene, (i, number) => {
      const { id } = playlistOf(scene, i, `Faceless ${number}`, ['active']);
      const item = scene.world.PlaylistItem.find(({ playlistId }) => playlistId === id);
      const content = scene.world.Content.find((it) => it.id === item?.contentId);
      if (content !== undefined) content.thumbnail = null;
    });
  },
});

export const playlistItemUndeliverable = defineWorldFault({
  name: 'playlist_item_undeliverable',
  about: 'A playlist holds an archived content beside an active one.',
  raises: ['playlist_item_undeliverable'],
  spoil(scene) {
    repeat(scene, (i, number) => playlistOf(scene, i, `Partly archived ${number}`, ['active', 'archived']));
  },
});

export const playlistItemExpired = defineWorldFault({
  name: 'playlist_item_expired',
  about: 'A playlist holds an expired content beside an active one.',
  raises: ['playlist_item_undeliverable'],
  spoil(scene) {
    repeat(scene, (i, number) => playlistOf(scene, i, `Partly expired ${number}`, ['active', 'expired']));
  },
});

export const storageHigh = defineWorldFault({
  name: 'storage_high',
  about: 'The organisation uses 95 % of its storage.',
  raises: ['storage_high'],
  spoil({ organization }) {
    organization.storageUsedBytes = Math.ceil(organization.storageQuotaBytes * 0.95);
  },
});
