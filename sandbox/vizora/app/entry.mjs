// What PM2 starts, for every app. Plain JavaScript that reads one file before it imports anything of ours:
// PM2 gives up on an app only if it crashes within a second or so, sixteen times in a row.
import { readFileSync } from 'node:fs';

const { VIZORA_APP: name, VIZORA_ORDERS: ordersFile } = process.env;
const { faults } = JSON.parse(readFileSync(ordersFile, 'utf8'));
if (faults.crash_at_start?.app === name) {
  process.stderr.write('Error: the build is broken (a fault that was asked for)\n');
  process.exit(1);
}
await import(`../${name.replace('vizora-', '')}/main.ts`);
