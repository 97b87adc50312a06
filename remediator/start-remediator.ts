import { createRemediator, type Remediator } from './remediator.ts';
import { realWorld, type WorldOptions } from './world/real-world.ts';

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
