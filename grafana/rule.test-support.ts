import { type Dashboard, type Panel, type Query, shown } from './generated.test-support.ts';

/** What a dashboard must be like; what it finds are sentences that name the place. */
export interface Rule {
  readonly name: string;
  finds(dashboard: Dashboard): readonly string[];
}

/** Finds the panels that break it, and says how where there are several ways. */
export const ofPanels =
  (broken: (panel: Panel) => boolean | string, which = shown) =>
  (dashboard: Dashboard) =>
    which(dashboard).flatMap((panel) => {
      const what = broken(panel);
      return what === false ? [] : [`${panel.title}${what === true ? '' : `: ${what}`}`];
    });

/** The same for the queries of panels. */
export const ofQueries = (broken: (query: Query, panel: Panel) => string | false) =>
  ofPanels((panel) => {
    const found = (panel.targets ?? []).flatMap((query) => broken(query, panel) || []);
    return found.length > 0 && found.join(', ');
  });

/** Whatever is there more than once. */
export const repeated = (all: readonly (string | number)[]) =>
  all.filter((one, index) => all.indexOf(one) !== index);
