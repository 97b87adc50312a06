import { bad, type Finding, good, unknown } from '../verdict.ts';

/** In bytes; null where nothing limits it. */
export interface RedisMemory {
  readonly memoryUsedBytes: number;
  readonly memoryMaxBytes: number | null;
}

/** Does Redis use nearly all the memory that it may? From this share on it does; without a limit nobody can say. */
export function redisMemoryHigh({ memoryUsedBytes, memoryMaxBytes }: RedisMemory, ratio: number): Finding {
  if (memoryMaxBytes === null) return unknown('unavailable', 'nothing limits its memory');
  const share = memoryUsedBytes / memoryMaxBytes;
  if (share < ratio) return good;
  return bad(`${Math.round(share * 100)} % of ${memoryMaxBytes} bytes are used`);
}
