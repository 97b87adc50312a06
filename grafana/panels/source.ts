import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { variable } from './variable.ts';

/** The data source is a variable, so that one file serves every Grafana. */
export const PROMETHEUS = { type: 'prometheus', uid: variable('datasource') };

/** As `grafana/provisioning/` names it. */
export const ALERTMANAGER = { type: 'alertmanager', uid: 'alertmanager' };
export const ALERTMANAGER_NAME = 'Alertmanager';

/** A value now, as one row for each series. */
export function rows(expr: string): DataqueryBuilder {
  return new DataqueryBuilder().datasource(PROMETHEUS).expr(expr).instant().format(PromQueryFormat.Table);
}

/** A value now. */
export function now(expr: string, legend = ''): DataqueryBuilder {
  return new DataqueryBuilder().datasource(PROMETHEUS).expr(expr).instant().legendFormat(legend);
}

/** Values over the time that is shown. */
export function course(expr: string, legend: string): DataqueryBuilder {
  return new DataqueryBuilder().datasource(PROMETHEUS).expr(expr).range().legendFormat(legend);
}

/** What every panel of ours says of itself. */
export interface PanelText {
  readonly title: string;
  /** What the figure means, and what absence of it means. */
  readonly description: string;
}

/** Zero only while the process that would know answers: otherwise there is no figure. */
export const zeroIfUp = (job: string): string => `(0 * max(up{job="${job}"} == 1))`;
