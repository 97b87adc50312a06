import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { refusal } from './http-error.ts';

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  PRIVATE.addSubnet(network, prefix);
}
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6');
}

/** Refuses a URL whose host is not found, or is not out in the public. @throws HttpError 400 */
export async function assertPublicUrl(url: string): Promise<void> {
  if (!URL.canParse(url)) throw refusal(400, 'Invalid URL');
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const address = isIP(host) === 0 ? await resolved(host) : host;
  if (PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) {
    throw refusal(400, 'URL points to a private address');
  }
}

async function resolved(host: string): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (cause) {
    throw Object.assign(refusal(400, 'Failed to resolve hostname'), { cause });
  }
}
