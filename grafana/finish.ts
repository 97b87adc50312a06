import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { Dashboard, DashboardBuilder, Panel } from '@grafana/grafana-foundation-sdk/dashboard';

/**
 * Gives every panel an id and every query a reference, in the order in which they stand: the builder sets
 * neither, and newer versions of Grafana drop panels without an id.
 */
export function finish(builder: DashboardBuilder): Dashboard {
  const dashboard = builder.build();
  for (const [index, panel] of panelsOf(dashboard).entries()) {
    panel.id = index + 1;
    for (const [place, target] of (panel.targets ?? []).entries()) {
      (target as Dataquery & { refId: string }).refId = String.fromCharCode('A'.charCodeAt(0) + place);
    }
  }
  return { ...dashboard, id: null };
}

function panelsOf({ panels = [] }: Dashboard): Panel[] {
  return panels.map((panel) => {
    if (panel.type === 'row') throw new Error('rows are not used');
    return panel as Panel;
  });
}
