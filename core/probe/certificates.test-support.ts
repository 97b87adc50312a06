import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** An authority of our own that signs certificates, with the openssl of the machine. */
export interface Authority extends Certificate {
  /** For the names of this machine unless others are given; days may be past already. */
  issue(days: number, names?: string): Certificate;
}

const LOCAL = 'DNS:localhost,IP:127.0.0.1';
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Does the machine have openssl? */
export function hasOpenssl(): boolean {
  try {
    openssl('version');
    return true;
  } catch {
    // It is not there, or does not run.
    return false;
  }
}

export function createAuthority(days: number): Authority {
  return inFolder((file) => {
    const subject = ['-subj', '/CN=Authority of a test', '-days', String(days)];
    openssl('req', '-x509', ...KEY, ...subject, '-keyout', file('key'), '-out', file('cert'));
    const own = read(file);
    return { ...own, issue: (days, names = LOCAL) => issue(own, days, names) };
  });
}

function issue(by: Certificate, days: number, names: string): Certificate {
  return inFolder((file) => {
    writeFileSync(file('ca.key'), by.key);
    writeFileSync(file('ca.cert'), by.cert);
    writeFileSync(file('extensions'), `subjectAltName=${names}`);
    openssl('req', ...KEY, '-subj', '/CN=server', '-keyout', file('key'), '-out', file('request'));
    const authority = ['-CA', file('ca.cert'), '-CAkey', file('ca.key'), '-CAcreateserial'];
    const request = ['-req', '-in', file('request'), '-extfile', file('extensions')];
    openssl('x509', ...request, ...authority, '-days', String(days), '-out', file('cert'));
    return read(file);
  });
}

type Files = (name: string) => string;

const read = (file: Files): Certificate => ({
  key: readFileSync(file('key'), 'utf8'),
  cert: readFileSync(file('cert'), 'utf8'),
});

function inFolder<T>(work: (file: Files) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  try {
    return work((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const openssl = (...args: string[]): void =>
  void execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
