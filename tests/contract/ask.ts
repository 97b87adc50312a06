import type { Answer, Ask, Row, Step, Who } from './row.ts';

type Extra = Partial<Omit<Ask, 'method' | 'path' | 'as'>>;

const ask =
  (method: string) =>
  (path: string, as: Who = 'admin', extra: Extra = {}): Ask => ({
    host: 'middleware',
    method,
    path: path.startsWith('/') ? path : `/api/v1/${path}`,
    as,
    ...extra,
  });

/** Paths without a leading slash stand below `/api/v1/`. */
export const get = ask('GET');
export const put = ask('PUT');
export const del = ask('DELETE');

const withBody =
  (method: string) =>
  (path: string, body?: unknown, as: Who = 'admin', extra: Extra = {}): Ask =>
    ask(method)(path, as, body === undefined ? extra : { ...extra, body });

export const post = withBody('POST');
export const patch = withBody('PATCH');

/** A request to the realtime gateway, whose paths have another prefix. */
export const realtime = (path: string, extra: Extra = {}): Ask => ({
  host: 'realtime',
  method: 'GET',
  path,
  as: 'nobody',
  ...extra,
});

/** A question to the sandbox's own control port. */
export const control = (path: string): Ask => ({ host: 'control', method: 'GET', path, as: 'nobody' });

/** A Redis command with one key; its answer is JSON. */
export const redis = (method: string, key: string): Ask => ({
  host: 'redis',
  method,
  path: key,
  as: 'nobody',
});

export const step = (ask: Ask, answer: Answer, extra: Omit<Step, 'ask' | 'answer'> = {}): Step => ({
  ask,
  answer,
  ...extra,
});

type RowExtra = Omit<Row, 'says' | 'steps'> & Omit<Step, 'ask' | 'answer'>;

/** A behaviour that one request shows. */
export function row(says: string, ask: Ask, answer: Answer, extra: RowExtra = {}): Row {
  const { keep, makes, recorded, ...rest } = extra;
  const only = {
    ask,
    answer,
    ...(keep && { keep }),
    ...(makes && { makes }),
    ...(recorded && { recorded }),
  };
  return { says, steps: [only], ...rest };
}

/** A behaviour that needs several requests, one after another on one connection. */
export const story = (
  says: string,
  steps: readonly Step[],
  extra: Omit<Row, 'says' | 'steps'> = {},
): Row => ({
  says,
  steps,
  ...extra,
});
