import { z } from 'zod';
import { parseJson } from '../parse-json.ts';
import type { ServiceName } from '../target.ts';
import { ROUTES } from '../vizora/routes.ts';
import { ask, cannotTell, down, type Look, up } from './look.ts';
import { pageAssets, twoAssets } from './page-assets.ts';

/** How one connection looks at a service. */
export interface ServiceLook {
  /** As the platform counts its limits; null where it has none. */
  readonly route: string | null;
  look(base: string, signal: AbortSignal): Promise<Look>;
}

const MiddlewareLive = z.object({ success: z.literal(true), data: z.object({ status: z.literal('ok') }) });
const RealtimeLive = z.object({ status: z.literal('ok') });

/**
 * What is asked of each service. Liveness only: a service whose database is gone is alive, and restarting it
 * would not help.
 */
export const SERVICE_LOOKS: Readonly<Record<ServiceName, ServiceLook>> = {
  middleware: {
    route: ROUTES.live,
    look: (base, signal) => lookAtJson(new URL(`${base}/api/v1/health/live`), MiddlewareLive, signal),
  },
  realtime: {
    route: null,
    look: (base, signal) => lookAtJson(new URL(`${base}/api/health/live`), RealtimeLive, signal),
  },
  web: { route: null, look: (base, signal) => lookAtPage(new URL(`${base}/`), signal) },
};

async function lookAtJson(url: URL, shape: z.ZodType, signal: AbortSignal): Promise<Look> {
  const answer = await ask('entrance', url, signal);
  if (!answer.ok) return answer.look;
  const body = parseJson(answer.body);
  return shape.safeParse(body).success ? up : down(`${url.pathname}: status 200, but not the expected body`);
}

const IS_PAGE = /^\uFEFF?\s*</;

/** A page is good only with its assets: a page can be served from a cache while everything behind it fails. */
async function lookAtPage(url: URL, signal: AbortSignal): Promise<Look> {
  const page = await ask('entrance', url, signal);
  if (!page.ok) return page.look;
  const assets = twoAssets(pageAssets(page.body, page.url));
  if (!IS_PAGE.test(page.body)) return down(`${url.pathname}: status 200, but not a page`);
  // Its scripts and styles may come from other hosts, which say nothing about the service.
  if (assets.length === 0) return cannotTell(`${url.pathname}: a page without scripts and styles of its own`);
  const looks = await Promise.all(assets.map((asset) => lookAtAsset(asset, signal)));
  return looks.find((look) => look.outcome === 'down') ?? looks.find((look) => look !== up) ?? up;
}

async function lookAtAsset(url: URL, signal: AbortSignal): Promise<Look> {
  const answer = await ask('asset', url, signal);
  if (!answer.ok) return answer.look;
  // A missing asset is often answered with the page for missing pages, and status 200.
  const isPage = /^text\/html\b/i.test(answer.headers['content-type'] ?? '');
  return isPage || answer.body === '' ? down(`${url.pathname}: a page or nothing instead of an asset`) : up;
}
