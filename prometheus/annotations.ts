import type { MonitoringPlaces } from './places.ts';

export interface AlertText {
  /** One short line; may hold labels as Prometheus templates. */
  readonly summary: string;
  /** What it means, and what the machine does about it. */
  readonly description: string;
}

/** What every alert carries besides its labels: two texts, and two links. */
export function annotations(
  alert: string,
  text: AlertText,
  places: MonitoringPlaces,
  dashboardQuery = '',
): Record<string, string> {
  return {
    summary: text.summary,
    description: text.description,
    runbook_url: `${places.runbook_base_url}/${alert}`,
    dashboard_url: `${places.dashboard_base_url}/d/vizora-ops${dashboardQuery}`,
  };
}

/** Shows only the alert's organisation. */
export const ofItsOrganisation = '?var-org={{ $labels.org | urlquery }}';
