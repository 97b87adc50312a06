import { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { ALERTMANAGER, ALERTMANAGER_NAME, type PanelText } from './source.ts';

/** What Alertmanager holds now, silenced and inhibited alerts among it; it asks the data source by its name. */
export function alertGroups({ title, description }: PanelText): PanelBuilder {
  return new PanelBuilder()
    .type('alertGroups')
    .title(title)
    .description(description)
    .datasource(ALERTMANAGER)
    .options({ alertmanager: ALERTMANAGER_NAME, labels: '', expandAll: false })
    .span(12)
    .height(8);
}
