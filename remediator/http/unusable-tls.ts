import type { LoadedConfig } from '../../core/config/load.ts';
import { secureOptions, TlsFileError } from '../../core/http/tls-files.ts';

/** Why HTTPS cannot be served as configured; nothing when it can, or is not wanted. */
export function unusableTls({ remediator }: Pick<LoadedConfig, 'remediator'>): string[] {
  try {
    if (remediator.tls !== undefined) secureOptions(remediator.tls);
    return [];
  } catch (error) {
    if (error instanceof TlsFileError) return [`remediator.tls: ${error.message}`];
    throw error;
  }
}
