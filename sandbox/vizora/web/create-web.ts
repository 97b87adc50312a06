import { createHash } from 'node:crypto';
import type { RequestListener, ServerResponse } from 'node:http';

const SCRIPT = `document.getElementById('app').textContent = 'Vizora';\n`;
const STYLES = `body { font-family: sans-serif; }\n`;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const SCRIPT_PATH = `/_next/static/chunks/main-${hash(SCRIPT)}.js`;
const STYLES_PATH = `/_next/static/css/${hash(STYLES)}.css`;

const page = (title: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<link rel="stylesheet" href="${STYLES_PATH}">
<script src="${SCRIPT_PATH}" defer></script>
</head>
<body><div id="app"></div></body>
</html>
`;

const HTML = 'text/html; charset=utf-8';
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The dashboard: one page, and the two assets that it cannot do without. */
export function createWeb(): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    if (path === SCRIPT_PATH)
      return send(response, 200, 'application/javascript; charset=UTF-8', SCRIPT, FOR_EVER);
    if (path === STYLES_PATH) return send(response, 200, 'text/css; charset=UTF-8', STYLES, FOR_EVER);
    if (path === '/' || path?.startsWith('/dashboard'))
      return send(response, 200, HTML, page('Vizora'), 'no-store');
    send(response, 404, HTML, page('404: This page could not be found.'), 'no-store');
  };
}

function send(response: ServerResponse, status: number, type: string, body: string, caching: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': caching });
  response.end(body);
}
