import type { LoadedConfig } from '../../core/config/load.ts';
import { isLoopback } from '../../core/http/is-loopback.ts';
import type { Log } from '../../core/log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { modesInForce } from './modes-in-force.ts';
import { NEED_DATABASE } from './settings-in-force.ts';
import { stopsInForce } from './stops-in-force.ts';

interface InForce {
  readonly config: LoadedConfig;
  readonly url: string;
  readonly ledger: Ledger;
  readonly stopFile: string;
  readonly log: Log;
}

/** Says once, at start, what may be done, with which accounts, and what is missing for it. */
export function sayWhatIsInForce({ config, url, ledger, stopFile, log }: InForce): void {
  const { remediator: settings, organisations, timezone } = config;
  const modes = modesInForce(settings);
  log.info({ url, mode: settings.mode, modes, config: config.source, store: ledger.file }, 'remediator runs');
  if (settings.mode === 'approve') {
    log.info('a person is asked before each repair: vizora-ops proposals');
  } else if (settings.mode !== 'act') {
    log.info({ mode: settings.mode }, 'nothing is changed on the platform until remediator.mode says act');
  }
  if (settings.alertmanager_urls.length === 0) {
    log.warn('remediator.alertmanager_urls is empty: no alert can be confirmed, so nothing will be executed');
  }
  if (settings.operator_token_file === undefined) {
    log.info('remediator.operator_token_file is not set: operators are admitted from this machine only');
  }
  if (settings.tls === undefined && !isLoopback(settings.listen)) {
    log.warn(
      { listen: settings.listen },
      'others reach this address without TLS, so tokens travel as clear text: set remediator.tls, or listen on 127.0.0.1 behind a proxy that has it',
    );
  }
  if (settings.database_url === undefined) {
    log.info({ off: NEED_DATABASE }, 'remediator.database_url is not set: no table is vacuumed');
  } else if (modes['maintain_tables'] !== 'off') {
    const { at } = settings.actions.maintain_tables;
    log.info({ at, timezone: timezone ?? hostTimeZone() }, 'nightly maintenance of the tables');
  }
  for (const { slug, reader, writer } of organisations) {
    const org = slug ?? 'the organisation of the environment account';
    if (writer === undefined)
      log.info({ org, reader: reader.email }, 'no writer account: nothing is repaired here');
    else if (writer.email === reader.email) {
      log.info({ org, account: reader.email }, 'one account serves as reader and as writer');
    } else log.info({ org, reader: reader.email, writer: writer.email }, 'accounts');
  }
  for (const stop of stopsInForce(ledger, stopFile)) log.warn({ ...stop }, 'a global stop is in force');
}

const hostTimeZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;
