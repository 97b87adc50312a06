const TAGS = /<(script|link)\b([^>]*)>/gi;
const ATTRIBUTE = /\b(src|href|rel)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** What a `link` must be for its target to be part of the page. */
const ASSET_LINKS = /\b(stylesheet|modulepreload|preload)\b/i;

/**
 * The scripts and style sheets that a page loads from its own server, in order, without doubles. Those of
 * other hosts say nothing about the service.
 */
export function pageAssets(html: string, page: URL): URL[] {
  const found = new Map<string, URL>();
  for (const [, tag = '', attributes = ''] of html.matchAll(TAGS)) {
    const { src, href, rel = '' } = attributesOf(attributes);
    const reference = tag.toLowerCase() === 'script' ? src : ASSET_LINKS.test(rel) ? href : undefined;
    const url = reference === undefined ? null : URL.parse(reference.replaceAll('&amp;', '&'), page.href);
    if (url !== null && url.origin === page.origin) found.set(url.href, url);
  }
  return [...found.values()];
}

/** Two of them, of different kinds where there are: often only one kind is broken. */
export function twoAssets(assets: readonly URL[]): URL[] {
  const [first, ...others] = assets;
  if (first === undefined) return [];
  const second = others.find((asset) => extension(asset) !== extension(first)) ?? others[0];
  return second === undefined ? [first] : [first, second];
}

const extension = (url: URL): string => /\.([a-z0-9]+)$/i.exec(url.pathname)?.[1]?.toLowerCase() ?? '';

function attributesOf(text: string): Partial<Record<'src' | 'href' | 'rel', string>> {
  const attributes: Partial<Record<'src' | 'href' | 'rel', string>> = {};
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTE)) {
    attributes[name.toLowerCase() as 'src' | 'href' | 'rel'] ??= double ?? single ?? bare ?? '';
  }
  return attributes;
}
