import { realWorld, type WorldOptions } from './real-world.ts';
import { createRemediator, type Remediator } from './remediator.ts';

/**
 * The remediator on the real platform.
 *
 * @throws Error with a message for people when it cannot start
 */
export async function startRemediator(options: WorldOptions): Promise<Remediator> {
  const world = realWorld(options);
  try {
    return await createRemediator({ ...options, world });
  } catch (error) {
    await world.close();
    throw error;
  }
}
