import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { readAnswer } from '../core/vizora/read-answer.ts';
import { ROUTES } from '../core/vizora/routes.ts';
import { ACTION_NEEDS } from '../exporter/self-check/action-needs.ts';
import { CHECK_NEEDS } from '../exporter/self-check/check-needs.ts';
import { isRead, type Need, type ProbedRoute } from '../exporter/self-check/need.ts';
import { probeRoute } from '../exporter/self-check/probe-route.ts';
import exchanges from './contract/recorded/exchanges.json' with { type: 'json' };

const recorded = (name: string) =>
  exchanges.find((exchange) => exchange.name === name) ?? assert.fail(`nothing is recorded as ${name}`);

const needs: readonly Need[] = [...Object.values(CHECK_NEEDS), ...Object.values(ACTION_NEEDS)].flat();

/** What the probe of a route makes of a recorded answer. */
async function told(route: ProbedRoute, name: string) {
  const { status, answer } = recorded(name);
  const received = async () =>
    readAnswer(ROUTES[route], { status, headers: {}, text: JSON.stringify(answer) }, z.unknown(), 0);
  const further = needs.flatMap((need) => (need.route === route && need.further ? [need.further] : []));
  const peek = async (asked: string) => (asked === route ? received() : { data: [{ id: 'any' }] });
  return probeRoute(route, { peek, knock: received }, further);
}

describe('what a real platform answered', () => {
  const answers: Partial<Record<ProbedRoute, string>> = {
    listDisplays: 'list displays',
    getDisplay: 'display detail',
    listDisplayGroups: 'list display groups',
    listSchedules: 'list schedules',
    getSchedule: 'schedule detail',
    listPlaylists: 'list playlists',
    listContents: 'list content',
    getContent: 'content detail in playlists',
    storage: 'organisation storage',
    readStatus: 'read ops status',
    live: 'middleware health/live',
    ready: 'middleware health/ready',
  };
  for (const route of new Set(needs.map((need) => need.route).filter(isRead))) {
    it(`lacks nothing of what is read of it: ${ROUTES[route]}`, async () => {
      const answer = await told(route, answers[route] ?? assert.fail('give the name of a recorded answer'));
      assert.ok(answer.is === 'present' && answer.lacks !== null);
      assert.deepEqual([...answer.lacks.values()].flat(), []);
    });
  }

  const refusals: [route: ProbedRoute, name: string, told: string][] = [
    ['updateSchedule', 'a write as viewer', 'present'],
    ['updateSchedule', 'a write without a token', 'untold'],
    ['sendFleetCommand', 'fleet command unknown', 'present'],
    ['sendFleetCommand', 'fleet command to an unknown display', 'present'],
    ['updateDisplay', 'detail of an unknown display', 'present'],
    ['updateDisplay', 'display to inactive', 'present'],
    ['sendFleetCommand', 'ping a display (no such route)', 'missing'],
    ['listDisplays', 'a revoked token', 'untold'],
    ['listDisplays', 'eleventh request within a second', 'untold'],
  ];
  for (const [route, name, word] of refusals) {
    it(`tells of its route that it is ${word}: ${name}`, async () => {
      assert.equal((await told(route, name)).is, word);
    });
  }
});
