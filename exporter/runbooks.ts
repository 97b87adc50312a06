import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express } from 'express';
import { packageFolder } from '../core/package.ts';

const ALERT_NAME = /^[A-Z][A-Za-z]{0,63}$/;

/** Serves the page that the alert's `runbook_url` leads to, as the text that it is. */
export function runbooks(app: Express): void {
  app.get('/runbooks/:alert', (request, response, next) => {
    const page = runbookOf(request.params.alert);
    if (page === null) return next();
    response.type('text/plain').send(page);
  });
}

function runbookOf(alert: string): string | null {
  if (!ALERT_NAME.test(alert)) return null;
  try {
    return readFileSync(join(packageFolder(), 'docs', 'runbooks', `${alert}.md`), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
