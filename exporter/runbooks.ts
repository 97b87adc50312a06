import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express } from 'express';
import { landingPage } from '../core/http/landing-page.ts';
import { packageFolder } from '../core/package.ts';

const ALERT_NAME = /^[A-Z][A-Za-z]{0,63}$/;

/** Serves the page that the alert's `runbook_url` leads to, as the text that it is, and a list of all. */
export function runbooks(app: Express): void {
  app.get('/runbooks', (_, response) => {
    const links = alertsWithRunbook().map((alert) => ({ href: `/runbooks/${alert}`, text: alert }));
    response.type('html').send(landingPage({ title: 'Runbooks', links }));
  });
  app.get('/runbooks/:alert', (request, response, next) => {
    const page = runbookOf(request.params.alert);
    if (page === null) return next();
    response.type('text/plain').send(page);
  });
}

function runbookOf(alert: string): string | null {
  if (!ALERT_NAME.test(alert)) return null;
  try {
    return readFileSync(join(folder(), `${alert}.md`), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The names of all alerts of ours: each has a page. */
export function alertsWithRunbook(): string[] {
  return readdirSync(folder())
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length))
    .sort();
}

const folder = (): string => join(packageFolder(), 'docs', 'runbooks');
