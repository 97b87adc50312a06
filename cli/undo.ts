import { z } from 'zod';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';

const Undone = z.object({ undone: z.literal(true), detail: z.string() });

/** Takes back what a remediation did; it is then not done again for a while. */
export const undo =
  (id: string): Run =>
  async ({ remediator, json, print }) => {
    const answer = await remediator.post(`/remediations/${encodeURIComponent(id)}/undo`, {}, Undone);
    print(json ? JSON.stringify(answer, null, 2) : `Undone: ${answer.detail}.`);
    return EXIT.good;
  };
