import { type Proposal, Proposals } from './answers.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';
import { moment, table } from './print-table.ts';

/** What people were asked, in order, and what they said. */
export const listProposals: Run = async ({ remediator, json, print }) => {
  const { proposals } = await remediator.get('/proposals', Proposals);
  if (json) print(JSON.stringify({ proposals }, null, 2));
  else print(proposals.length === 0 ? 'Nobody was asked anything yet.' : proposalTable(proposals));
  return EXIT.good;
};

export const proposalTable = (proposals: readonly Proposal[]): string =>
  table(
    ['id', 'asked', 'until', 'action', 'target', 'incident', 'state', 'became'],
    proposals.map(({ id, made_at, expires_at, action, target, incident, state, remediation_id }) => [
      id,
      moment(made_at),
      moment(expires_at),
      action,
      target,
      incident,
      state,
      remediation_id ?? '',
    ]),
  );
