import type { LoadedConfig } from '../../core/config/load.ts';
import { type RunningServer, startServer } from '../../core/http/start-server.ts';
import type { Log } from '../../core/log.ts';
import { renderMetrics } from '../../core/metrics/render-metrics.ts';
import type { Engine } from '../engine.ts';
import { stopsInForce } from '../in-force/stops-in-force.ts';
import type { RemediatorMetrics } from '../metrics/metrics.ts';
import { type BearerCheck, bearerCheck } from './bearer.ts';
import { createIntake } from './intake.ts';
import { landing } from './landing.ts';
import { addRoutes, type RoutesOptions } from './routes.ts';

export interface ServeOptions extends Omit<RoutesOptions, 'webhook' | 'operator' | 'settings'> {
  readonly config: LoadedConfig;
  readonly metrics: RemediatorMetrics;
  readonly engine: Pick<Engine, 'consider'>;
  readonly log: Log;
}

/** Serves webhook, API, metrics, and a page for people. */
export function serve({ config, metrics, engine, log, ...served }: ServeOptions): Promise<RunningServer> {
  const { ledger, stopFile, clock } = served;
  const settings = config.remediator;
  const intake = createIntake({
    ledger,
    clock,
    onStored(alerts) {
      for (const { status } of alerts) metrics.alertDelivered(status);
      engine.consider(alerts.map((alert) => ({ source: 'webhook', alert, alertId: alert.id })));
    },
  });
  return startServer({
    listen: settings.listen,
    setting: 'remediator.listen',
    tls: settings.tls,
    log,
    ready: () => null,
    metrics: (format) =>
      renderMetrics(metrics.registry, format, [], (metric, error) =>
        log.error({ metric, err: error }, 'metric could not be collected'),
      ),
    landing: landing(settings, () => stopsInForce(ledger, stopFile)),
    routes: (app) =>
      addRoutes(app, {
        ...served,
        webhook: {
          authenticated: tokens(settings, log),
          intake,
          log,
          onAnswer: metrics.delivered,
        },
        operator: operatorToken(settings, log),
        settings,
      }),
  });
}

/** Without a token configured nobody is admitted. */
function tokens(settings: LoadedConfig['remediator'], log: Log): BearerCheck {
  const { alertmanager_token_file: present, alertmanager_next_token_file: next } = settings;
  const files = [
    ...(present === undefined ? [] : [{ file: present, setting: 'remediator.alertmanager_token_file' }]),
    ...(next === undefined
      ? []
      : [{ file: next, setting: 'remediator.alertmanager_next_token_file', optional: true as const }]),
  ];
  return bearerCheck(files, (message) => log.error(message));
}

function operatorToken(settings: LoadedConfig['remediator'], log: Log): BearerCheck | null {
  const { operator_token_file: file, operator_next_token_file: next } = settings;
  if (file === undefined) return null;
  return bearerCheck(
    [
      { file, setting: 'remediator.operator_token_file' },
      ...(next === undefined
        ? []
        : [{ file: next, setting: 'remediator.operator_next_token_file', optional: true as const }]),
    ],
    (message) => log.error(message),
  );
}
