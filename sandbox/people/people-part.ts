import { join } from 'node:path';
import { httpReady } from '../stack/http-ready.ts';
import type { Part } from '../stack/part.ts';
import type { Ports } from '../stack/ports.ts';
import { spawnPart } from '../stack/spawn-part.ts';

/** Those who are told, in the place of a real Slack and a real mail server. */
export function peoplePart(dataDir: string, ports: Pick<Ports, 'slack' | 'smtp' | 'people'>): Part {
  const url = `http://127.0.0.1:${ports.people}`;
  return spawnPart({
    name: 'people',
    command: process.execPath,
    args: [
      join(import.meta.dirname, 'main.ts'),
      String(ports.slack),
      String(ports.smtp),
      String(ports.people),
    ],
    logFile: join(dataDir, 'logs', 'people.log'),
    ready: () => httpReady(url),
    url,
  });
}
