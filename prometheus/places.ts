import { SERVICES, type ServiceName } from '../core/target.ts';

/** Where the parts are reached, and where the links in alerts lead. */
export interface MonitoringPlaces {
  /** HOST:PORT of each process that is scraped. */
  readonly exporter: string;
  readonly remediator: string;
  /** Each that there is: Prometheus tells all of them. */
  readonly alertmanager: string | readonly string[];
  /** Prometheus itself; not scraped when left out. */
  readonly prometheus?: string;
  /** The same of the platform's API and gateway, for their own metrics. */
  readonly middleware?: string;
  readonly realtime?: string;
  /** The bearer token of those; over loopback they need none. A relative path is relative to prometheus.yml. */
  readonly metrics_token_file?: string;
  /** The remediator's base URL as Alertmanager reaches it. */
  readonly remediator_url: string;
  /** The bearer token for the remediator; a relative path is relative to alertmanager.yml. */
  readonly token_file: string;
  readonly runbook_base_url: string;
  readonly dashboard_base_url: string;
  /** The PM2 names of the services, where they are not the platform's own. */
  readonly apps?: Readonly<Record<ServiceName, string>>;
}

/** Everything on loopback of one host: the host's own processes, or containers in the host's network. */
export const loopback: MonitoringPlaces = {
  exporter: '127.0.0.1:19877',
  remediator: '127.0.0.1:19878',
  alertmanager: '127.0.0.1:9093',
  prometheus: '127.0.0.1:9090',
  middleware: '127.0.0.1:3000',
  realtime: '127.0.0.1:3002',
  remediator_url: 'http://127.0.0.1:19878',
  token_file: 'remediator.token',
  runbook_base_url: 'http://127.0.0.1:19877/runbooks',
  dashboard_base_url: 'http://127.0.0.1:3003',
};

/** The PM2 app of each service. */
export function appsOf(places: MonitoringPlaces): [ServiceName, string][] {
  return SERVICES.map((service) => [service, places.apps?.[service] ?? `vizora-${service}`]);
}
