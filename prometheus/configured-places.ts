import { resolve } from 'node:path';
import type { LoadedConfig } from '../core/config/load.ts';
import { loopback, type MonitoringPlaces } from './places.ts';

/** Where the parts are, by the configuration of exporter and remediator; the rest as on one host. */
export function configuredPlaces({
  exporter,
  remediator,
  vizora,
  processes,
}: Pick<LoadedConfig, 'exporter' | 'remediator' | 'vizora' | 'processes'>): MonitoringPlaces {
  const token = vizora.metrics_token;
  const { prometheus = '', token_file, dashboard_base_url } = loopback;
  return {
    alertmanager: alertmanagerHosts(remediator),
    prometheus,
    token_file,
    dashboard_base_url,
    exporter: reachable(exporter.listen),
    remediator: reachable(remediator.listen),
    remediator_url: `http://${reachable(remediator.listen)}`,
    runbook_base_url: `http://${reachable(exporter.listen)}/runbooks`,
    ...platformHosts(vizora),
    ...(token && 'file' in token && { metrics_token_file: resolve(token.file) }),
    apps: processes.apps,
  };
}

/** Prometheus asks in the clear, so an address with TLS is left out; over loopback there is none. */
export function platformHosts(
  vizora: Pick<LoadedConfig['vizora'], 'api_url' | 'realtime_url'>,
): Pick<MonitoringPlaces, 'middleware' | 'realtime'> {
  const hostOf = (name: 'middleware' | 'realtime', url: string) => {
    const { protocol, host } = new URL(url);
    return protocol === 'http:' ? { [name]: host } : {};
  };
  return { ...hostOf('middleware', vizora.api_url), ...hostOf('realtime', vizora.realtime_url) };
}

/** Each that is named: one that Prometheus does not tell is no second one. */
function alertmanagerHosts({
  alertmanager_urls: urls,
}: Pick<LoadedConfig['remediator'], 'alertmanager_urls'>): MonitoringPlaces['alertmanager'] {
  return urls.length === 0 ? loopback.alertmanager : urls.map(hostAndPort);
}

function hostAndPort(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port === '' ? '80' : port}`;
}

/** Why Prometheus could not tell an Alertmanager, with the setting and the cure. */
export function unreachableAlertmanagers({ remediator }: Pick<LoadedConfig, 'remediator'>): string[] {
  return remediator.alertmanager_urls.flatMap((url) => {
    const { protocol, pathname } = new URL(url);
    if (protocol === 'http:' && pathname === '/') return [];
    return [
      `remediator.alertmanager_urls: Prometheus is rendered to tell each Alertmanager over http and without a path, ` +
        `and ${url} is another; name it as Prometheus reaches it, or write targets/alertmanager.yml by hand`,
    ];
  });
}

/** What listens everywhere is asked on this host. */
const reachable = (listen: string): string => listen.replace(/^(0\.0\.0\.0|\[::\])(?=:\d+$)/, '127.0.0.1');

/** Why Prometheus could not read the token of the platform's metrics, with the setting and the cure. */
export function metricsTokenWithoutFile({ vizora }: Pick<LoadedConfig, 'vizora'>): string[] {
  const token = vizora.metrics_token;
  if (token === undefined || 'file' in token) return [];
  return [
    `vizora.metrics_token: Prometheus reads secrets from files only, and this one is in the environment variable ` +
      `${token.env}; put it into a file, and name that with { file: PATH } or METRICS_TOKEN_FILE`,
  ];
}
