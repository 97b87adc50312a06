import pico from 'picocolors';
import { type PortName, SANDBOX_PORTS } from './ports.ts';
import { heading } from './print-timeline.ts';
import type { Stack, Watched } from './stack.ts';

/** What each address is for, in the order in which people want them. */
const SHOWN: readonly [PortName, string, scheme?: string][] = [
  ['prometheus', 'metrics, alerts and their rules'],
  ['alertmanager', 'what fires, silences (its pages come with the official build, not with Debian)'],
  ['exporter', 'what the agents see, runbooks'],
  ['remediator', 'what was decided and done'],
  ['api', 'the sandbox Vizora: middleware, a cluster of two'],
  ['web', 'its dashboard'],
  ['realtime', 'its gateway'],
  ['control', 'breaks and heals the sandbox'],
  ['postgres', 'its world', 'postgres'],
  ['redis', 'its sessions and status', 'redis'],
];

/** What is printed once everything serves: where, what to do next, and the heading of the timeline. */
export function introduction(stack: Stack, watched: Watched): string {
  const shown = SHOWN.filter(([name]) => 'world' in watched || !SANDBOX_PORTS.includes(name));
  const lines = shown.map(([name, what, scheme]) => {
    const url = scheme === undefined ? stack.urls[name] : stack.urls[name].replace(/^http/, scheme);
    return `  ${name.padEnd(14)}${url.padEnd(28)}${pico.dim(what)}`;
  });
  const hint =
    'world' in watched
      ? `Break something:\n    curl -X POST ${stack.urls.control}/faults/hang -H 'content-type: application/json' -d '{"app":"vizora-realtime"}'`
      : 'A real Vizora is watched: nothing is repaired unless remediator.mode says act.';
  const text = ['', ...lines, '', `  ${hint}`, '  Ctrl-C stops everything.', '', pico.bold(heading()), ''];
  return text.join('\n');
}
