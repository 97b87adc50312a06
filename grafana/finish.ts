import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { Dashboard, DashboardBuilder, Panel } from '@grafana/grafana-foundation-sdk/dashboard';

/**
 * Gives every panel an id and every query a reference, in the order in which they stand: the builder sets
 * neither, and newer versions of Grafana drop panels without an id.
 */
export function finish(builder: DashboardBuilder): Dashboard {
  const dashboard = builder.build();
  for (const [index, panel] of (dashboard.panels ?? []).entries()) {
    panel.id = index + 1;
    if (panel.type === 'row') continue;
    for (const [place, target] of ((panel as Panel).targets ?? []).entries()) {
      (target as Dataquery & { refId: string }).refId = referenceOf(place);
    }
  }
  // Where links stand is what newer versions call a placement: the builder's would hide them in a menu.
  const links = (dashboard.links ?? []).map(({ placement: _, ...link }) => link);
  return { ...dashboard, links, id: null };
}

/** The reference of the query in this place of its panel. */
const referenceOf = (place: number): string => String.fromCharCode('A'.charCodeAt(0) + place);
