import { bad, type Finding, good } from '../verdict.ts';

/** What the check reads of a content. */
export interface PicturedContent {
  readonly type: string;
  readonly status: string;
  readonly thumbnail: string | null;
}

const WITH_THUMBNAIL: readonly string[] = ['image', 'video'];

/** Is an active image or video without a thumbnail? Every row tells, so there is no unknown. */
export function contentThumbnailMissing({ type, status, thumbnail }: PicturedContent): Finding {
  if (status !== 'active' || !WITH_THUMBNAIL.includes(type)) return good;
  return thumbnail === null || thumbnail === '' ? bad(`${type} without a thumbnail`) : good;
}
