import { join } from 'node:path';
import type { AllAlertmanagers } from '../core/alertmanager/all-alertmanagers.ts';
import type { Clock } from '../core/clock.ts';
import type { LoadedConfig } from '../core/config/load.ts';
import type { Account } from '../core/config/values.ts';
import { dailySchedule } from '../core/daily-schedule.ts';
import type { RunningServer } from '../core/http/start-server.ts';
import type { Log } from '../core/log.ts';
import { packageVersion } from '../core/package.ts';
import type { Pm2 } from '../core/pm2/process.ts';
import { actions } from './actions/index.ts';
import { createApprovals } from './approval/approvals.ts';
import { dryRun } from './dry-run.ts';
import { createEngine } from './engine.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Gate, GateContext } from './gates/gate.ts';
import { gates as allGates } from './gates/index.ts';
import { serve } from './http/server.ts';
import { maintenanceInForce } from './in-force/maintenance-in-force.ts';
import { sayWhatIsInForce } from './in-force/say-what-is-in-force.ts';
import { settingsInForce } from './in-force/settings-in-force.ts';
import { stopsInForce } from './in-force/stops-in-force.ts';
import { openLedger } from './ledger/ledger.ts';
import { createMetrics } from './metrics/metrics.ts';
import { reconcile } from './reconcile.ts';
import type { Acting, Looking } from './tools.ts';
import { undo } from './undo.ts';
import { watchJournal } from './watch-journal.ts';
import { createAccounts, type Session } from './world/accounts.ts';
import { createLooking } from './world/create-looking.ts';

/** All that lies outside of the process, apart from its own store. */
export interface World
  extends Pick<Looking, 'probe' | 'lookAtRealtime' | 'lookAtDependency' | 'disks'>,
    Pick<Acting, 'tables' | 'logs'>,
    Pick<GateContext, 'runPreflight'> {
  readonly alertmanagers: AllAlertmanagers;
  readonly pm2: Pm2;
  /** The session of an account, always the same one for the same account. */
  session(account: Account, slug: string | null): Session;
  close(): Promise<void>;
}

export interface RemediatorOptions {
  readonly config: LoadedConfig;
  readonly world: World;
  readonly clock: Clock;
  readonly log: Log;
  /** Which gates to ask; all of them, unless a test takes one out. */
  readonly gates?: readonly Gate[];
}

export interface Remediator {
  readonly url: string;
  /** As a signal does: nothing is executed until an operator resumes. */
  stop(reason: string): void;
  /** Resolves when no decision and no remediation is in progress. */
  idle(): Promise<void>;
  /** Ends in less than 5 s; what is in progress is taken up at the next start. */
  close(): Promise<void>;
}

const END_GRACE_MS = 1_500;

/**
 * The whole remediator: takes alerts in, decides, acts, verifies, and says what it did.
 *
 * @throws Error with a message for people when it cannot start
 */
export async function createRemediator(options: RemediatorOptions): Promise<Remediator> {
  const { world, clock, log, gates = allGates } = options;
  const settings = settingsInForce(options.config.remediator);
  const config = { ...options.config, remediator: settings };
  const night = dailySchedule(settings.actions.maintain_tables.at, config.timezone);
  const ledger = openLedger(settings.data_dir, settings.journal_key_file);
  const stopFile = settings.stop_file ?? join(settings.data_dir, 'stop');
  const maintenance = () =>
    maintenanceInForce(
      { ledger, windows: settings.maintenance_windows, timezone: config.timezone },
      clock.now(),
    );
  const metrics = createMetrics({
    ledger,
    maintenance,
    settings,
    now: () => clock.now(),
    version: packageVersion(),
    stops: () => stopsInForce(ledger, stopFile),
  });
  const accounts = createAccounts(config.organisations, world.session);
  const look = createLooking({
    clock,
    apps: config.processes.apps,
    checks: config.exporter.checks,
    policies: settings.actions,
    intervalMs: settings.reconcile_interval,
    pm2: world.pm2,
    probe: world.probe,
    lookAtRealtime: world.lookAtRealtime,
    tables: world.tables,
    logs: world.logs,
    disks: world.disks,
    lookAtDependency: world.lookAtDependency,
    accounts,
  });
  const ending = new AbortController();
  const parts: EngineParts = {
    settings,
    retention: config.retention,
    maintenance,
    stopFile,
    toldAtMost: config.exporter.series_per_check,
    actions,
    gates,
    ledger,
    alertmanagers: world.alertmanagers,
    accounts,
    look,
    runPreflight: world.runPreflight,
    act: {
      clock,
      checks: config.exporter.checks,
      policies: settings.actions,
      tables: world.tables,
      logs: world.logs,
      disks: world.disks,
      apps: look.apps,
      pm2: world.pm2,
      listProcesses: look.listProcesses,
      schedules: (org) => accounts.writer(org),
      contents: (org) => accounts.writer(org),
      displays: (org) => accounts.writer(org),
    },
    clock,
    log,
    metrics,
    ending: ending.signal,
  };
  const engine = createEngine(parts);
  let server: RunningServer;
  try {
    server = await serve({
      config,
      ledger,
      metrics,
      engine,
      stopFile,
      alertmanagers: world.alertmanagers,
      maintenance,
      undo: (id, by) => undo(id, by, parts),
      approvals: createApprovals({ ...parts, engine }),
      actions,
      dryRun: (alerts) => dryRun(alerts, parts),
      clock,
      log,
    });
  } catch (error) {
    ledger.close();
    throw error;
  }
  engine.recover();
  const reconciling = reconcileForEver();
  const watching = watchJournal(parts);
  sayWhatIsInForce({ config, url: server.url, ledger, stopFile, log });

  return {
    url: server.url,
    stop(reason) {
      try {
        ledger.stops.stop('signal', reason, clock.now());
      } catch (error) {
        const detail =
          'stopped, but that could not be written down: it is tried again, and ends with this process';
        log.error({ err: error }, detail);
      }
    },
    idle: engine.idle,
    async close() {
      ending.abort();
      const patience = new AbortController();
      const ended = Promise.all([reconciling, watching, engine.idle()]);
      await Promise.race([ended, clock.sleep(END_GRACE_MS, patience.signal).catch(() => undefined)]);
      patience.abort();
      await Promise.all([server.close(), world.close()]);
      ledger.close();
    },
  };

  async function reconcileForEver(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        await reconcile(engine, night, parts);
      } catch (error) {
        if (ending.signal.aborted) return;
        metrics.engineError();
        log.error({ err: error }, 'reconciling broke off');
      }
      await clock.sleep(settings.reconcile_interval, ending.signal).catch(() => undefined);
    }
  }
}
