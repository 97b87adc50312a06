import { type Gate, pass, refuse } from './gate.ts';

/** Does the target exist, by our own reading? */
export const inventoryGate: Gate = {
  name: 'inventory',
  askedAgain: false,
  async ask({ exists }) {
    const { found, saw } = await exists();
    if (found === null) return refuse('inventory_unreadable', saw);
    return found ? pass(saw) : refuse('target_unknown', saw);
  },
};
