import { z } from 'zod';
import { ok } from '../answers.ts';
import { get, patch, row, step, story } from '../ask.ts';
import type { Row } from '../row.ts';
import { scheduleDetail } from '../shapes/displays.ts';

const own = 'schedules/{own_schedule}';
const again = { times: 6, fresh: true };

/** The middleware is several processes, which serve one world. */
export const workerRows: readonly Row[] = [
  story('what one worker wrote, every worker reads', [
    step(patch(own, { isActive: false }), { status: 200 }),
    step({ ...get(own), ...again }, ok(scheduleDetail.extend({ isActive: z.literal(false) }))),
    step(patch(own, { isActive: true }, 'admin', { fresh: true }), { status: 200 }),
    step({ ...get(own), ...again }, ok(scheduleDetail.extend({ isActive: z.literal(true) }))),
  ]),
  row('a token holds on every worker', { ...get('auth/me'), ...again }, { status: 200 }),
];
