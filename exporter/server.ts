import { type RunningServer, startServer } from '../core/http/start-server.ts';
import type { AgentName } from '../core/incidents.ts';
import type { Log } from '../core/log.ts';
import { renderMetrics } from '../core/metrics/render-metrics.ts';
import { allFamilies, type FamiliesOptions } from './all-families.ts';
import { incidentsApi } from './incidents-api.ts';
import { landing } from './landing.ts';
import type { ExporterMetrics } from './metrics.ts';
import { runbooks } from './runbooks.ts';
import type { Watch } from './watch.ts';

export interface ServeOptions extends FamiliesOptions {
  readonly listen: string;
  readonly log: Log;
  readonly watch: Watch;
  readonly metrics: ExporterMetrics;
  nextRun(agent: AgentName): number | null;
}

/** Serves what the exporter knows: metrics, incidents, and a page for people. */
export function serve(options: ServeOptions): Promise<RunningServer> {
  const { listen, watch, metrics, log, classOf, nextRun } = options;
  const families = allFamilies(options);
  return startServer({
    listen,
    setting: 'exporter.listen',
    log,
    ready: watch.ready,
    metrics: (format) =>
      renderMetrics(metrics.registry, format, families(), (metric, error) =>
        log.error({ metric, err: error }, 'metric could not be collected'),
      ),
    landing: landing({ watch, nextRun }),
    routes(app) {
      incidentsApi(app, { ready: watch.ready, board: watch.board, classOf });
      runbooks(app);
    },
  });
}
