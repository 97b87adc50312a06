import type { LoadedConfig } from '../core/config/load.ts';
import type { Log } from '../core/log.ts';
import { agents } from './agents/index.ts';
import { reportingThatIsOff } from './reporting/reporting-that-is-off.ts';

/** Says that the exporter runs, and once what is not looked at for want of a setting; that it is off is no fault. */
export function tellStart(
  config: LoadedConfig,
  { log, state, url }: { readonly log: Log; readonly state: string; readonly url: string },
): void {
  const { exporter, organisations, vizora, source, timezone } = config;
  for (const { name } of agents) {
    if (!exporter.agents[name].enabled) log.info({ agent: name }, 'agent is switched off');
  }
  if (organisations.length === 0) {
    log.info('no organisation is configured: nothing inside the platform is looked at, only its services');
  }
  const off = notConfigured(config);
  if (off.length > 0) log.info({ off }, 'what is not configured is not looked at');
  if (vizora.admin === undefined) {
    log.info(
      'no super admin is configured: whether there are organisations that nobody looks at is not known',
    );
  }
  for (const line of reportingThatIsOff(config)) log.info(line);
  log.info(
    {
      url,
      state,
      config: source,
      organisations: organisations.length,
      timezone: timezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    'exporter runs',
  );
}

/** The settings that would have something watched which is not. */
function notConfigured({ vizora, exporter }: LoadedConfig): string[] {
  const { database_url, redis_url, public_web_url, public_api_url, s3_endpoint } = vizora;
  const { directory, s3 } = exporter.backups;
  const asked = {
    'vizora.database_url': database_url,
    'vizora.redis_url': redis_url,
    'vizora.public_web_url': public_web_url,
    'vizora.public_api_url': public_api_url,
    'vizora.s3_endpoint': s3_endpoint,
    'exporter.backups': directory ?? s3,
  };
  return Object.entries(asked).flatMap(([setting, given]) => (given === undefined ? [setting] : []));
}
