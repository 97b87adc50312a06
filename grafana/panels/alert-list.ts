import { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { type PanelText, PROMETHEUS } from './source.ts';

/** What fires or is about to, live; history is in the annotations. */
export function alertList({ title, description }: PanelText): PanelBuilder {
  return new PanelBuilder()
    .type('alertlist')
    .title(title)
    .description(description)
    .datasource(PROMETHEUS)
    .options({
      viewMode: 'list',
      groupMode: 'default',
      groupBy: [],
      maxItems: 20,
      sortOrder: 1,
      dashboardAlerts: false,
      alertName: '',
      alertInstanceLabelFilter: '{severity!="none"}',
      showInstances: true,
      stateFilter: {
        firing: true,
        pending: true,
        recovering: true,
        noData: false,
        normal: false,
        error: true,
      },
    })
    .span(12)
    .height(8);
}
