import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { INCIDENTS } from '../core/incidents.ts';
import { collectProcessMetrics } from '../core/metrics/collect-process-metrics.ts';
import { CHANNELS, type Channel, SEND_FAILURES, type SendOutcome } from '../core/notify/notice.ts';
import { UNKNOWN_REASONS } from '../core/verdict.ts';
import type { Observation } from '../core/vizora/call.ts';
import type { Agent } from './agent.ts';
import type { Change } from './board.ts';
import { agentOf } from './incident.ts';
import { DELIVERY_FAILURES, type DeliveryFailure } from './reporting/status-publisher.ts';
import { RUN_FAILURES, type RunReport } from './run-agent.ts';
import type { StateOrigin } from './store.ts';

/** What is counted over the life of the process; everything else is rendered from what is known now. */
export interface ExporterMetrics {
  readonly registry: Registry;
  runEnded(run: RunReport): void;
  runSkipped(agent: string): void;
  changed(changes: readonly Change[]): void;
  requestSent(observation: Observation): void;
  storeFailed(): void;
  messageTried(channel: Channel, outcome: SendOutcome): void;
  statusNotDelivered(reason: DeliveryFailure): void;
}

/** A registry of its own for each exporter, with every counter that can be known in advance at zero. */
export function createExporterMetrics(
  agents: readonly Agent[],
  { version, origin }: { version: string; origin: StateOrigin },
): ExporterMetrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers });

  const runs = counter('vizora_agent_runs_total', 'Runs of the agent that have ended.', ['agent']);
  const failures = counter(
    'vizora_agent_runs_failed_total',
    'Runs of the agent that ended without a conclusion.',
    ['agent', 'reason'],
  );
  const skips = counter(
    'vizora_agent_runs_skipped_total',
    'Runs that did not start, because the one before had not ended.',
    ['agent'],
  );
  const unexamined = counter(
    'vizora_agent_unexamined_total',
    'Items or lists that got no verdict in a run.',
    ['agent', 'incident', 'reason'],
  );
  const opened = counter('vizora_incidents_opened_total', 'Incidents opened.', ['agent', 'incident']);
  const resolved = counter('vizora_incidents_resolved_total', 'Incidents that ended, by how they did.', [
    'agent',
    'incident',
    'resolution',
  ]);
  const requests = counter(
    'vizora_api_requests_total',
    'Requests to the platform, and those that our budget refused.',
    ['route'],
  );
  const requestFailures = counter(
    'vizora_api_requests_failed_total',
    'Requests to the platform that failed.',
    ['route', 'reason'],
  );
  const requestDuration = new Histogram({
    name: 'vizora_api_request_duration_seconds',
    help: 'Duration of requests to the platform.',
    labelNames: ['route'],
    buckets: [0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const storeFailures = counter(
    'vizora_exporter_store_failures_total',
    'Writes of the state that failed.',
    [],
  );
  const messages = counter(
    'vizora_notifications_total',
    'Messages to people that were tried, whatever became of them.',
    ['channel'],
  );
  const messageFailures = counter('vizora_notifications_failed_total', 'Messages to people that failed.', [
    'channel',
    'reason',
  ]);
  const deliveryFailures = counter(
    'vizora_status_delivery_failures_total',
    'Looks and attempts that did not show the status document to have arrived.',
    ['reason'],
  );

  for (const channel of CHANNELS) {
    messages.inc({ channel }, 0);
    for (const reason of SEND_FAILURES) messageFailures.inc({ channel, reason }, 0);
  }
  for (const reason of DELIVERY_FAILURES) deliveryFailures.inc({ reason }, 0);
  for (const { name: agent, raises } of agents) {
    runs.inc({ agent }, 0);
    skips.inc({ agent }, 0);
    for (const reason of RUN_FAILURES) failures.inc({ agent, reason }, 0);
    for (const incident of raises) {
      opened.inc({ agent, incident }, 0);
      for (const reason of UNKNOWN_REASONS) unexamined.inc({ agent, incident, reason }, 0);
      for (const resolution of ['seen_good', 'target_removed'])
        resolved.inc({ agent, incident, resolution }, 0);
    }
  }
  exporterInfo(registers, version, origin);
  collectProcessMetrics(registry);

  return {
    registry,
    runEnded({ agent, failure, unexamined: items }) {
      runs.inc({ agent });
      if (failure !== null) failures.inc({ agent, reason: failure });
      for (const { incident, reason } of items)
        unexamined.inc({ agent: INCIDENTS[incident].agent, incident, reason });
    },
    runSkipped: (agent) => skips.inc({ agent }),
    changed(changes) {
      for (const { what, incident: subject } of changes) {
        const labels = { agent: agentOf(subject), incident: subject.incident };
        if (what === 'opened') opened.inc(labels);
        if (what === 'resolved') resolved.inc({ ...labels, resolution: String(subject.resolution) });
      }
    },
    requestSent({ route, errorKind, ms }) {
      requests.inc({ route });
      requestDuration.observe({ route }, ms / 1_000);
      if (errorKind !== null) requestFailures.inc({ route, reason: errorKind });
    },
    storeFailed: () => storeFailures.inc(),
    messageTried(channel, outcome) {
      messages.inc({ channel });
      if (!outcome.sent) messageFailures.inc({ channel, reason: outcome.reason });
    },
    statusNotDelivered: (reason) => deliveryFailures.inc({ reason }),
  };
}

function exporterInfo(registers: Registry[], version: string, origin: StateOrigin): void {
  new Gauge({
    name: 'vizora_exporter_build_info',
    help: 'Build information of the exporter; always 1.',
    labelNames: ['version', 'nodeversion'],
    registers,
  }).set({ version, nodeversion: process.version }, 1);
  new Gauge({
    name: 'vizora_exporter_state_restored',
    help: '0 if the state of an earlier run could not be read, so that what was open was lost; else 1.',
    registers,
  }).set(origin === 'lost' ? 0 : 1);
}
