import { z } from 'zod';

const Count = z.int().nonnegative();

/**
 * What the platform says became of a command to devices. It takes a command also where nothing is delivered, and what
 * was delivered a socket took: neither proves that a device did anything.
 */
export const CommandReceipt = z.object({
  command: z.string(),
  target: z.object({ type: z.string(), id: z.string() }),
  devicesTargeted: Count,
  devicesOnline: Count,
  /** Kept for a few minutes for devices without a socket. */
  devicesQueued: Count,
  devicesDelivered: Count,
  devicesFailed: Count,
});
export type CommandReceipt = z.output<typeof CommandReceipt>;
