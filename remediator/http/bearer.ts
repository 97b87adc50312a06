import { createHash, timingSafeEqual } from 'node:crypto';
import { readSecret, SecretError } from '../../core/config/secret.ts';

/** A file with a token, and the setting that names it. */
export interface TokenFile {
  readonly file: string;
  readonly setting: string;
  /** Whether the file is there only at times, as during a rotation. */
  readonly optional?: true;
}

/** Whether a request carries one of the tokens. */
export type BearerCheck = (authorization: string | undefined) => boolean;

/**
 * Compares the bearer token of a request with those in the files, which are read at each use, so that a
 * token can be rotated while we run. How long it takes tells nothing about the tokens.
 *
 * @param onTrouble told of each file that gives no token; it then admits nobody
 */
export function bearerCheck(files: readonly TokenFile[], onTrouble: (message: string) => void): BearerCheck {
  return (authorization) => {
    const presented = /^Bearer ([^\s]+)$/i.exec(authorization ?? '')?.[1] ?? null;
    let admitted = false;
    for (const token of files.map(read)) {
      const equal = timingSafeEqual(digest(token ?? ''), digest(presented ?? ''));
      if (equal && token !== null && presented !== null) admitted = true;
    }
    return admitted;
  };

  function read({ file, setting, optional }: TokenFile): string | null {
    try {
      return readSecret({ file }, setting, {}).trim() || null;
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      if (optional !== true) onTrouble(error.message);
      return null;
    }
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
