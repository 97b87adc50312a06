import type { Clock } from '../core/clock.ts';
import type { LoadedConfig } from '../core/config/load.ts';
import { readSecret } from '../core/config/secret.ts';
import type { Log } from '../core/log.ts';
import type { Vizora } from '../core/vizora/client.ts';
import { type KnownOrganisationsReader, readKnownOrganisations } from './known-organisations.ts';
import { type WatchedOrganisation, watchOrganisation } from './watched-organisation.ts';

export interface AccountsOptions {
  readonly config: LoadedConfig;
  /** Where secrets lie that the configuration refers to by variable; each is read anew when it is needed. */
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who knows of all organisations that there are; null where no super admin is configured. */
export function knownOrganisations(
  { config, env, clock, log }: AccountsOptions,
  vizora: Vizora,
  watched: readonly WatchedOrganisation[],
): KnownOrganisationsReader | null {
  const { admin } = config.vizora;
  if (admin === undefined) return null;
  const password = () => readSecret(admin.password, 'vizora.admin.password', env);
  const api = vizora.organisation({ email: admin.email, password }, null);
  return readKnownOrganisations({ admin: api, watched, clock, log });
}

/** The bearer token of the platform's own metrics, read anew each time, so that it can be rotated. */
export function metricsToken({ config, env }: AccountsOptions): (() => string) | null {
  const { metrics_token: reference } = config.vizora;
  return reference === undefined ? null : () => readSecret(reference, 'vizora.metrics_token', env);
}

/** The organisations that are looked at, each by its own reader. */
export function watchedOrganisations(
  { config, env }: AccountsOptions,
  vizora: Vizora,
): WatchedOrganisation[] {
  return config.organisations.map((organisation) => {
    const { slug, reader } = organisation;
    const setting =
      slug === null ? 'the account of the environment' : `organisations.${slug}.reader.password`;
    const account = { email: reader.email, password: () => readSecret(reader.password, setting, env) };
    return watchOrganisation(organisation, vizora.organisation(account, slug));
  });
}
