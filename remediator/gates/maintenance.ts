import { type Gate, pass, refuse } from './gate.ts';

/** Is it a time in which people work on the platform, announced or as the timetable says? */
export const maintenanceGate: Gate = {
  name: 'maintenance',
  askedAgain: true,
  ask({ maintenance, now }) {
    const inForce = maintenance();
    const last = inForce.toSorted((a, b) => b.until - a.until)[0];
    if (last === undefined) return pass('no maintenance is in force');
    const saw = inForce
      .map(({ source, reason, until }) => `${source} until ${new Date(until).toISOString()}: ${reason}`)
      .join('; ');
    return refuse('maintenance', saw, last.until - now());
  },
};
