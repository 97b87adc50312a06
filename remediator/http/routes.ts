import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { Duration } from '../../core/config/duration.ts';
import type { LoadedConfig } from '../../core/config/load.ts';
import type { Action } from '../action.ts';
import type { Alert } from '../alert.ts';
import { addApprovalPage } from '../approval/approval-page.ts';
import type { Approvals } from '../approval/approvals.ts';
import { addProposalRoutes } from '../approval/proposal-routes.ts';
import type { Tried } from '../dry-run.ts';
import {
  type AnnouncementParts,
  announceMaintenance,
  endMaintenance,
} from '../in-force/announce-maintenance.ts';
import type { MaintenanceInForce } from '../in-force/maintenance-in-force.ts';
import { modesInForce } from '../in-force/modes-in-force.ts';
import { stopsInForce } from '../in-force/stops-in-force.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Undone } from '../undo.ts';
import type { BearerCheck } from './bearer.ts';
import { certifiedOnly } from './certified-only.ts';
import { dryRunRoute } from './dry-run-route.ts';
import { explain } from './explain.ts';
import { operatorOf } from './operator-of.ts';
import { operatorOnly } from './operator-only.ts';
import { remediationDetails } from './remediation-details.ts';
import { summaryOf } from './summary.ts';
import { decisionView, iso, proposalState, proposalView, remediationView } from './views.ts';
import { type WebhookOptions, webhook } from './webhook.ts';

export interface RoutesOptions {
  readonly webhook: WebhookOptions;
  /** Null when no operator token is configured. */
  readonly operator: BearerCheck | null;
  readonly ledger: Ledger;
  readonly settings: LoadedConfig['remediator'];
  readonly stopFile: string;
  readonly alertmanagers: AnnouncementParts['alertmanagers'];
  maintenance(): readonly MaintenanceInForce[];
  /** Null when there is no such remediation. */
  undo(id: number, by: string): Promise<Undone | null>;
  readonly approvals: Approvals;
  readonly actions: readonly Action[];
  dryRun(alerts: readonly Alert[]): Promise<readonly Tried[]>;
  readonly clock: Clock;
}

const Listing = z.object({
  after: z
    .string()
    .regex(/^[rd]?\d{1,15}$/)
    .transform((text) => Number(text.replace(/^[rd]/, '')))
    .optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform((text) => Math.min(Number(text), 1_000))
    .default(100),
  /** `false` leaves out the decisions that come by themselves: heartbeats, and ends of alerts. */
  routine: z
    .enum(['true', 'false'])
    .transform((word) => (word === 'true' ? ('with_routine' as const) : ('without_routine' as const)))
    .default('with_routine'),
});
const LONGEST_MAINTENANCE_MS = 7 * 86_400_000;
const MaintenanceRequest = z.object({
  for: Duration.refine((ms) => ms > 0 && ms <= LONGEST_MAINTENANCE_MS),
  reason: z.string().trim().min(1).max(500),
});
const StopRequest = z.object({ reason: z.string().trim().min(1).max(500) });

/** What the remediator serves: Alertmanager's webhook, and for operators what was decided and done. */
export function addRoutes(app: Express, options: RoutesOptions): void {
  const { ledger, settings, stopFile, clock } = options;
  const isCertificateAsked = settings.tls?.client_ca_file !== undefined;
  app.post(
    '/api/v1/alerts',
    certifiedOnly(isCertificateAsked, options.webhook.onAnswer),
    webhook(options.webhook),
  );

  app.get('/api/v1/summary', (_, response) => {
    response.json(summaryOf(ledger, clock.now()));
  });

  app.use(['/api/v1', '/approve'], certifiedOnly(isCertificateAsked));
  addApprovalPage(app, options);

  app.post('/api/v1/dry-run', operatorOnly(options.operator), dryRunRoute(options));

  const api = express.Router();
  api.use(operatorOnly(options.operator), express.json({ limit: '16kb' }));

  api.get('/remediations', (request, response) => {
    const query = listing(request, response);
    if (query === null) return;
    const found = ledger.remediations.list(query.after ?? null, query.limit);
    response.json({ remediations: found.map(remediationView) });
  });
  api.get('/remediations/:id', (request, response) => {
    const id = remediationId(request.params.id);
    const found = id === null ? null : ledger.remediations.get(id);
    if (found === null) notFound(response);
    else response.json(remediationDetails(found, options));
  });
  api.post('/remediations/:id/undo', async (request, response) => {
    const id = remediationId(request.params.id);
    const result = id === null ? null : await options.undo(id, operatorOf(request));
    if (result === null) notFound(response);
    else response.status(result.undone ? 200 : 409).json(result.undone ? result : { error: result.detail });
  });
  api.get('/remediations/:id/explain', (request, response) => {
    const explanation = explain(request.params.id, ledger);
    if (explanation === null) notFound(response);
    else response.json(explanation);
  });
  api.get('/decisions', (request, response) => {
    const query = listing(request, response);
    if (query === null) return;
    const found = ledger.decisions.list(query.after ?? null, query.limit, query.routine);
    response.json({ decisions: found.map(decisionView) });
  });
  api.get('/status', (_, response) => {
    response.json({
      mode: settings.mode,
      modes: modesInForce(settings),
      ...stops(),
      ...maintenance(),
      in_progress: ledger.remediations.unfinished().map(remediationView),
      escalated: ledger.escalations
        .all()
        .map(({ opened_at, ...rest }) => ({ ...rest, since: iso(opened_at) })),
      awaiting_approval: ledger.proposals
        .open()
        .filter((one) => proposalState(one, clock.now()) === 'waiting')
        .map((one) => proposalView(one, clock.now())),
      open_episodes: ledger.episodes.open().map(({ target, opened_at, good_since }) => ({
        target,
        opened_at: iso(opened_at),
        good_since: iso(good_since),
      })),
    });
  });
  api.post('/stop', (request, response) => {
    const parsed = StopRequest.safeParse(request.body);
    if (!parsed.success) {
      response.status(400).json({ error: 'a reason is needed, as in {"reason": "deploying"}' });
      return;
    }
    ledger.stops.stop('operator', parsed.data.reason, clock.now());
    response.json(stops());
  });
  api.post('/resume', (request, response) => {
    ledger.stops.resume(clock.now(), operatorOf(request));
    response.json(stops());
  });
  api.post('/maintenance', async (request, response) => {
    const parsed = MaintenanceRequest.safeParse(request.body);
    if (!parsed.success) {
      response
        .status(400)
        .json({ error: 'for and reason are needed, as in {"for": "30m", "reason": "deploying"}' });
      return;
    }
    const at = clock.now();
    const { reason, for: duration } = parsed.data;
    const untold = await announceMaintenance(options, { reason, at, until: at + duration });
    response.json({ ...maintenance(), untold });
  });
  api.post('/maintenance/end', async (_, response) => {
    const untold = await endMaintenance(options, clock.now());
    response.json({ ...maintenance(), untold });
  });
  addProposalRoutes(api, options);
  app.use('/api/v1', api);

  function maintenance() {
    const inForce = options.maintenance();
    return { maintenance: inForce.map(({ until, ...rest }) => ({ ...rest, until: iso(until) })) };
  }

  function stops() {
    return { stops: stopsInForce(ledger, stopFile) };
  }
}

/** The number in r12; null where it is no such id. */
function remediationId(text: string): number | null {
  const [, number] = /^r(\d{1,15})$/.exec(text) ?? [];
  return number === undefined ? null : Number(number);
}

function listing(request: Request, response: Response): z.infer<typeof Listing> | null {
  const parsed = Listing.safeParse(request.query);
  if (parsed.success) return parsed.data;
  response.status(400).json({ error: 'after must be an id, limit a number, and routine true or false' });
  return null;
}

const notFound = (response: Response) => response.status(404).json({ error: 'not_found' });
