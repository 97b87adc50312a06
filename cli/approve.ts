import { ApprovalCode, Proposal } from './answers.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';
import { moment, plain } from './print-table.ts';

const WIDEST_LINE = 500;

/** Lets a proposal be done as it is now; the hash in the answer keeps it from becoming a word for another plan. */
export const approve = (id: string): Run => answer(id, 'approve');

/** Leaves it undone; the same is then not proposed again for a while. */
export const reject = (id: string): Run => answer(id, 'reject');

/** Approves nothing: gives a code for the page of the proposal. */
export const approveByCode =
  (id: string): Run =>
  async ({ remediator, json, print }) => {
    const { hash } = await remediator.get(pathOf(id), Proposal);
    const answered = await remediator.post(`${pathOf(id)}/code`, { hash }, ApprovalCode);
    if (json) print(JSON.stringify(answered, null, 2));
    else {
      print(`Code: ${answered.code}`);
      print(`Once, until ${moment(answered.expires_at)}, at ${answered.link}`);
    }
    return EXIT.good;
  };

function answer(id: string, verb: 'approve' | 'reject'): Run {
  return async ({ remediator, json, print }) => {
    const asked = await remediator.get(pathOf(id), Proposal);
    const answered = await remediator.post(`${pathOf(id)}/${verb}`, { hash: asked.hash }, Proposal);
    if (json) print(JSON.stringify(answered, null, 2));
    else print(describe(answered, verb));
    return EXIT.good;
  };
}

function describe({ id, action, target, plan, before, expires_at }: Proposal, verb: string): string {
  const what = `${id}: ${action} on ${target}`;
  if (verb === 'reject') return plain(`Rejected ${what}.`, WIDEST_LINE);
  return [
    plain(`Approved ${what}.`, WIDEST_LINE),
    plain(`Plan: ${JSON.stringify(plan)}`, WIDEST_LINE),
    plain(`Before: ${JSON.stringify(before)}`, WIDEST_LINE),
    `It is done once, until ${moment(expires_at)}, if nothing has changed and every gate lets it through.`,
  ].join('\n');
}

const pathOf = (id: string): string => `/proposals/${encodeURIComponent(id)}`;
