import type { LoadedConfig } from '../config/load.ts';

/** Where the remediator is reached on its own machine. */
export const remediatorUrl = ({ listen, tls }: Pick<LoadedConfig['remediator'], 'listen' | 'tls'>): string =>
  `${tls === undefined ? 'http' : 'https'}://${listen}`;
