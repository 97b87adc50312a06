import express, { type ErrorRequestHandler, type Express, type Response } from 'express';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { escapeHtml } from '../../core/http/escape-html.ts';
import { htmlPage, moment, tableHtml } from '../../core/http/landing-page.ts';
import { isFromAnotherPage } from '../http/from-another-page.ts';
import { isOurName, type Places } from '../http/our-name.ts';
import { proposalState } from '../http/views.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Proposal } from '../ledger/proposals.ts';
import { proposalOfLink } from './approval-link.ts';
import type { Approvals } from './approvals.ts';

export interface ApprovalPageOptions {
  readonly ledger: Pick<Ledger, 'proposals'>;
  readonly approvals: Pick<Approvals, 'approveByCode'>;
  readonly settings: Places;
  readonly clock: Clock;
}

const Form = z.object({ code: z.string().max(40) });
const SAID = {
  waiting: 'It waits for a person.',
  approved:
    'It was approved. It is done as soon as every gate lets it through, if nothing has changed since.',
  rejected: 'It was rejected.',
  expired: 'It is no longer open.',
  used: 'It was approved, and done.',
} as const;

/**
 * The page that an announcement links to: shows the plan to whoever follows the link, and takes an approval from who has
 * the one-time code of the command line, which no foreign page can know.
 */
export function addApprovalPage(
  app: Express,
  { ledger, approvals, settings, clock }: ApprovalPageOptions,
): void {
  function show(response: Response, status: number, end: string, trouble: string | null = null): void {
    const proposal = proposalOfLink(end, ledger);
    response.status(proposal === null ? 404 : status).setHeader('Cache-Control', 'no-store');
    response
      .type('html')
      .send(
        proposal === null
          ? htmlPage('No such proposal', ['vizora-ops proposals lists what there is.'], [])
          : pageOf(proposal, proposalState(proposal, clock.now()), trouble),
      );
  }

  app.use('/approve', (request, response, next) => {
    const isOurs = isOurName(request.headers.host, settings);
    // The code keeps a foreign page from approving; this keeps it from using up the tries, and from reading the plan.
    if (isOurs && (request.method !== 'POST' || !isFromAnotherPage(request))) next();
    else response.status(403).json({ error: isOurs ? 'not_from_another_page' : 'not_a_name_of_this_server' });
  });
  app.get('/approve/:id', (request, response) => show(response, 200, request.params.id));
  app.post('/approve/:id', express.urlencoded({ extended: false, limit: '1kb' }), (request, response) => {
    const { id: end } = request.params;
    const proposal = proposalOfLink(end, ledger);
    const form = Form.safeParse(request.body);
    if (proposal === null || !form.success) return show(response, 400, end, 'A code is needed.');
    const answered = approvals.approveByCode(proposal.id, form.data.code);
    if (answered.taken) return show(response, 200, end);
    show(response, answered.why === 'wrong_code' ? 403 : 409, end, `Not approved: ${answered.detail}.`);
  });
  app.use('/approve', forgetPath);
}

/** Whoever logs what went wrong logs the path, and the secret is in it. */
const forgetPath: ErrorRequestHandler = (error: unknown, request, _, next) => {
  request.url = '/';
  next(error);
};

function pageOf(proposal: Proposal, state: Proposal['state'], trouble: string | null): string {
  const { id, action, target, incident, org, plan, before, evidence, made_at, expires_at } = proposal;
  const json = (value: unknown) => JSON.stringify(value);
  const rows = [
    ['what would be done', json(plan)],
    ['why', `${incident} (${org}), seen first-hand`],
    ['before', json(before)],
    ['evidence', json(evidence)],
    ['asked', moment(made_at)],
    ['open until', moment(expires_at)],
  ];
  const form = [
    '<form method="post"><p><label>One-time code <input name="code" required autofocus autocomplete="off"',
    ' spellcheck="false" size="16"></label> <button>Approve</button></p></form>',
    `<p>The command line gives one: <code>${escapeHtml(`vizora-ops approve p${id} --code`)}</code></p>`,
  ];
  return htmlPage(
    `p${id}: ${action} on ${target}`,
    [...(trouble === null ? [] : [trouble]), SAID[state]],
    [
      tableHtml({ caption: 'The plan', columns: ['', ''], rows }),
      ...(state === 'waiting' ? [form.join('')] : []),
    ],
  );
}
