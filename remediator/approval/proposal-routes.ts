import type { Response, Router } from 'express';
import { z } from 'zod';
import { operatorOf } from '../http/operator-of.ts';
import type { RoutesOptions } from '../http/routes.ts';
import { iso, proposalView } from '../http/views.ts';
import type { Answered, Approvals } from './approvals.ts';

const SHOWN = 100;
const Answer = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** What waits for people, and their answers: for operators, who are known by now. */
export function addProposalRoutes(
  api: Router,
  { ledger, approvals, clock }: Pick<RoutesOptions, 'ledger' | 'approvals' | 'clock'>,
): void {
  const view = (proposal: Parameters<typeof proposalView>[0]) => proposalView(proposal, clock.now());

  api.get('/proposals', (_, response) => {
    response.json({ proposals: ledger.proposals.list(SHOWN).map(view) });
  });
  api.get('/proposals/:id', (request, response) => {
    const id = proposalId(request.params.id);
    const proposal = id === null ? null : ledger.proposals.get(id);
    if (proposal === null) response.status(404).json({ error: 'not_found' });
    else response.json(view(proposal));
  });

  const answers = { approve: 'approved', reject: 'rejected' } as const;
  for (const [verb, answer] of Object.entries(answers)) {
    api.post([`/proposals/:id/${verb}`, `/remediations/:id/${verb}`], (request, response) => {
      answerWith(request.params['id'], request.body, response, (id, hash) => {
        const answered = approvals.answer(id, answer, hash, operatorOf(request));
        if (answered.taken) response.json(view(answered.proposal));
        return answered;
      });
    });
  }
  api.post('/proposals/:id/code', (request, response) => {
    answerWith(request.params.id, request.body, response, (id, hash) => {
      const answered = approvals.code(id, hash);
      const { code, expiresAt = null, link } = answered;
      if (answered.taken) response.json({ code, expires_at: iso(expiresAt), link });
      return answered;
    });
  });
}

/** The number in p12; null where it is no such id. */
function proposalId(text: unknown): number | null {
  const [, number] = /^p(\d{1,15})$/.exec(String(text)) ?? [];
  return number === undefined ? null : Number(number);
}

/** @param work answers itself where all is well */
function answerWith(
  name: unknown,
  body: unknown,
  response: Response,
  work: (id: number, hash: string) => ReturnType<Approvals['answer']>,
): void {
  const id = proposalId(name);
  const parsed = Answer.safeParse(body);
  if (id === null) response.status(404).json({ error: 'not_found' });
  else if (!parsed.success) {
    response.status(400).json({ error: 'the hash of the plan that was seen is needed, as in {"hash": "…"}' });
  } else refused(work(id, parsed.data.hash), response);
}

function refused(answered: Answered, response: Response): void {
  if (answered.taken) return;
  if (answered.why === 'unknown') response.status(404).json({ error: 'not_found' });
  else response.status(409).json({ error: answered.detail });
}
