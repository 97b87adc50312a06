import { bad, type Finding, good, unknown } from '../verdict.ts';

/** What the check reads of a content. */
export interface SizedContent {
  readonly status: string;
  /** In bytes; the platform records it for each file that it keeps, and null for what is no file of its own. */
  readonly fileSize: number | null;
}

/** Is the file of an active content larger than displays load in reasonable time? `bytes` itself is still good. */
export function contentTooLarge({ status, fileSize }: SizedContent, bytes: number): Finding {
  if (status !== 'active' || fileSize === null) return good;
  if (fileSize < 0) return unknown('unknown_shape', `a file of ${fileSize} bytes`);
  return fileSize > bytes ? bad(`${(fileSize / 1e6).toFixed(1)} MB`) : good;
}
