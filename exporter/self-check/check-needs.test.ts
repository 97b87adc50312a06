import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReadRoute } from '../../core/vizora/answers.ts';
import { agents } from '../agents/index.ts';
import type { Section } from '../snapshot.ts';
import { CHECK_NEEDS } from './check-needs.ts';
import type { Need } from './need.ts';

/** The sections of which each is read by one route of an organisation. */
const ROUTE_OF: Partial<Record<Section, ReadRoute>> = {
  displays: 'listDisplays',
  displayGroups: 'listDisplayGroups',
  schedules: 'listSchedules',
  playlists: 'listPlaylists',
  contents: 'listContents',
  storage: 'storage',
};
const sectionRoutes: readonly string[] = Object.values(ROUTE_OF);

describe('what checks need', () => {
  for (const { name, needs, raises } of agents) {
    it(`is what ${name} gathers for them`, () => {
      const declared: readonly Need[] = raises.flatMap((incident) => CHECK_NEEDS[incident]);
      const routes = declared.map(({ route }) => route).filter((route) => sectionRoutes.includes(route));
      const gathered = needs.flatMap((section) => ROUTE_OF[section] ?? []);
      assert.deepEqual([...new Set(routes)].sort(), [...new Set(gathered)].sort());
    });
  }
});
