import type { Express } from 'express';
import { z } from 'zod';
import type { Board } from './board.ts';
import type { Incident } from './incident.ts';
import { type ClassOf, incidentLabels } from './incident-families.ts';

const Filter = z.strictObject({
  org: z.string().min(1).optional(),
  incident: z.string().min(1).optional(),
  state: z.enum(['open', 'unverified', 'resolved']).optional(),
});

export interface IncidentsApiOptions {
  /** Null when ready, else why not. */
  ready(): string | null;
  board(): Board;
  readonly classOf: ClassOf;
}

/** `GET /api/v1/incidents`: what is wrong, for programs and people; complete where the metrics are capped. */
export function incidentsApi(app: Express, { ready, board, classOf }: IncidentsApiOptions): void {
  app.get('/api/v1/incidents', (request, response) => {
    const notReady = ready();
    if (notReady !== null) {
      response.status(503).json({ error: 'not_ready', detail: notReady });
      return;
    }
    const filter = Filter.safeParse(request.query);
    if (!filter.success) {
      response
        .status(400)
        .json({ error: 'bad_request', detail: filter.error.issues.map((issue) => issue.message) });
      return;
    }
    const { org, incident, state } = filter.data;
    const found = [...board().values()].filter(
      (known) =>
        (org === undefined || known.target.org === org) &&
        (incident === undefined || known.incident === incident) &&
        (state === undefined || known.state === state),
    );
    response.setHeader('Cache-Control', 'no-store');
    response.json({ incidents: found.sort(byAge).map((known) => toJson(known, classOf)) });
  });
}

const byAge = (a: Incident, b: Incident): number => a.openedAt - b.openedAt;

function toJson(incident: Incident, classOf: ClassOf) {
  return {
    ...incidentLabels(incident, classOf),
    state: incident.state,
    opened_at: iso(incident.openedAt),
    since: iso(incident.since),
    confirmed_at: iso(incident.confirmedAt),
    resolved_at: incident.resolvedAt === null ? null : iso(incident.resolvedAt),
    resolution: incident.resolution,
    detail: incident.detail,
  };
}

const iso = (at: number): string => new Date(at).toISOString();
