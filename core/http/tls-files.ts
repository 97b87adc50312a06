import { readFileSync, statSync } from 'node:fs';
import type { Server } from 'node:https';
import type { Log } from '../log.ts';

/** Where certificate and key of a server lie, and whose certificates it asks its clients for. */
export interface TlsFiles {
  readonly cert_file: string;
  readonly key_file: string;
  /** Clients are asked for a certificate of this authority; whether one is needed each route decides. */
  readonly client_ca_file?: string | undefined;
}

/** Certificate or key cannot be used; the message names the file. */
export class TlsFileError extends Error {}

interface Contents {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca?: Buffer;
}

/** @throws TlsFileError */
export function secureOptions(files: TlsFiles) {
  const contents = contentsOf(files);
  try {
    process.getBuiltinModule('node:tls').createSecureContext(contents);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TlsFileError(`${files.cert_file} and ${files.key_file} cannot be used together (${why})`, {
      cause: error,
    });
  }
  // Not refused at once: a scrape needs none, and each route says itself what it needs.
  return { ...contents, requestCert: files.client_ca_file !== undefined, rejectUnauthorized: false };
}

/**
 * Takes files up that were replaced, before the next connection is answered. Those that cannot be used are told, and the
 * ones before stay in use.
 */
export function renewWhenReplaced(server: Server, files: TlsFiles, log: Log): void {
  let known = signatureOf(files);
  server.prependListener('connection', () => {
    const present = signatureOf(files);
    if (present === known) return;
    known = present;
    try {
      server.setSecureContext(contentsOf(files));
      log.info({ cert_file: files.cert_file }, 'the certificate was renewed');
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      log.error({ detail }, 'the new certificate cannot be used; the one before stays in use');
    }
  });
}

function contentsOf({ cert_file, key_file, client_ca_file }: TlsFiles): Contents {
  const [cert, key] = [read(cert_file), read(key_file)];
  return client_ca_file === undefined ? { cert, key } : { cert, key, ca: read(client_ca_file) };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new TlsFileError(`cannot read the file ${file} (${why}); create it, or correct the path`);
  }
}

/** Changes with the files, also where a link is pointed elsewhere. */
const signatureOf = (files: TlsFiles): string =>
  [files.cert_file, files.key_file, files.client_ca_file ?? ''].map((file) => stateOf(file)).join(' ');

function stateOf(file: string): string {
  if (file === '') return 'none';
  try {
    const { ino, size, mtimeMs } = statSync(file);
    return `${ino}:${size}:${mtimeMs}`;
  } catch (error) {
    // Reading it will say the same, to whoever is told.
    return String(error);
  }
}
