import { type Remediation, Remediations } from './answers.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';
import { coloured, moment, table } from './print-table.ts';

/** What was done, in order; bad when the last word on any target is that it is not repaired. */
export const listRemediations =
  (limit: number): Run =>
  async ({ remediator, json, print }) => {
    const { remediations } = await remediator.get(`/remediations?limit=${limit}`, Remediations);
    if (json) print(JSON.stringify({ remediations }, null, 2));
    else if (remediations.length === 0) print('Nothing has been done yet.');
    else print(remediationTable(remediations));
    const last = new Map(remediations.map(({ target, outcome }) => [target, outcome]));
    const bad = [...last.values()].some((outcome) => outcome === 'not_fixed' || outcome === 'failed');
    return bad ? EXIT.bad : EXIT.good;
  };

export const remediationTable = (remediations: readonly Remediation[]): string =>
  table(
    ['id', 'begun', 'action', 'target', 'attempt', 'outcome', 'detail'],
    remediations.map(({ id, intent_at, action, target, attempt, outcome, detail }) => [
      id,
      moment(intent_at),
      action,
      target,
      String(attempt),
      coloured(outcome ?? 'in progress'),
      detail ?? '',
    ]),
  );
