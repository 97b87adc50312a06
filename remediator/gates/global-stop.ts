import { stopsInForce } from '../in-force/stops-in-force.ts';
import { type Gate, pass, refuse } from './gate.ts';

/** Has anybody said stop, by file, command or signal? */
export const globalStopGate: Gate = {
  name: 'global_stop',
  askedAgain: true,
  ask({ ledger, stopFile }) {
    const stops = stopsInForce(ledger, stopFile);
    if (stops.length === 0) return pass('no stop is in force');
    return refuse('stopped', stops.map(({ source, reason }) => `${source}: ${reason}`).join('; '));
  },
};
