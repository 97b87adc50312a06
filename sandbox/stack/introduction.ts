import { join, relative } from 'node:path';
import pico from 'picocolors';
import { type PortName, SANDBOX_PORTS } from './ports.ts';
import { heading } from './print-timeline.ts';
import type { Stack, Watched } from './stack.ts';
import { aboutRealVizora } from './what-to-watch.ts';

/** What each address is for, in the order in which people want them. */
const SHOWN: readonly [PortName, string, scheme?: string][] = [
  ['prometheus', 'metrics, alerts and their rules'],
  ['alertmanager', 'what fires, silences (the Debian package has its API only)'],
  ['exporter', 'what the agents see, runbooks'],
  ['remediator', 'what may be done; npm run ops tells what was done, and why'],
  ['api', 'the sandbox Vizora: middleware, a cluster of two'],
  ['web', 'its dashboard'],
  ['realtime', 'its gateway'],
  ['control', 'breaks and heals the sandbox'],
  ['postgres', 'its world', 'postgres'],
  ['redis', 'its sessions and status', 'redis'],
  ['storage', 'its object storage, which only says that it lives'],
  ['edge', 'its public address, in front of API and dashboard'],
  ['people', 'what people were told by Slack and mail'],
];

/** Where `npm run ops` looks unless it is told otherwise. */
const USUAL_DATA = join('.vizora-ops', 'stack');

/** What is printed once everything serves: where, what to do next, and the heading of the timeline. */
export function introduction(
  urls: Stack['urls'],
  watched: Watched,
  dataDir: string,
  env: NodeJS.ProcessEnv,
): string {
  const shown = SHOWN.filter(([name]) => 'world' in watched || !SANDBOX_PORTS.includes(name));
  const addresses = shown.map(([name, what, scheme]) => {
    const url = scheme === undefined ? urls[name] : urls[name].replace(/^http/, scheme);
    return `  ${name.padEnd(14)}${url.padEnd(28)}${pico.dim(what)}`;
  });
  const about = 'world' in watched ? howToBreak(urls.control) : aboutRealVizora(watched, env);
  const text = [
    '',
    ...addresses,
    '',
    ...about.map((line) => `  ${line}`),
    `  Ask what was done and why:  ${opsCommand(dataDir)} status`,
    '  Ctrl-C stops everything. What happens is printed below; nothing is while all is well.',
    '',
    pico.bold(heading()),
    '',
  ];
  return text.join('\n');
}

function howToBreak(control: string): string[] {
  return [
    'Break something, such as the realtime gateway; it is repaired within about two minutes:',
    `    curl -X POST ${control}/faults/hang -H 'content-type: application/json' -d '{"app":"vizora-realtime"}'`,
  ];
}

function opsCommand(dataDir: string): string {
  const folder = relative(process.cwd(), dataDir);
  return folder === USUAL_DATA
    ? 'npm run ops --'
    : `VIZORA_OPS_CONFIG=${join(folder, 'vizora-ops.yaml')} npm run ops --`;
}
