import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { annotationsOfAll } from './annotations.ts';

const TAG = 'vizora-ops';

interface Frame {
  /** Links of people and alerts lead to it: never to be changed. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
}

/** What all dashboards have in common: the data source, links to each other, marks on time, one refresh. */
export function frame({ uid, title, description }: Frame): DashboardBuilder {
  const dashboard = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .link(
      new DashboardLinkBuilder('Vizora Ops')
        .type(DashboardLinkType.Dashboards)
        .tags([TAG])
        .keepTime(true)
        .includeVars(true),
    );
  for (const annotation of annotationsOfAll()) dashboard.annotation(annotation);
  return dashboard;
}
