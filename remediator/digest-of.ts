import { createHash } from 'node:crypto';
import { isPlainObject } from '../core/config/values.ts';

/** A digest of plain values that the order in which keys were written down does not change; 64 hex digits. */
export const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value, inOrder)).digest('hex');

const inOrder = (_key: string, value: unknown): unknown =>
  isPlainObject(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, value[key]]),
      )
    : value;
