import Negotiator from 'negotiator';
import type { MetricsFormat } from './family.ts';

export const CONTENT_TYPES: Readonly<Record<MetricsFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** What scrapers ask for, and how we answer it; the first is what anything else gets. */
const OFFERS = new Map<string, MetricsFormat>([
  ['text/plain', 'text'],
  ['text/plain;version=0.0.4', 'text'],
  ['application/openmetrics-text', 'openmetrics'],
  ['application/openmetrics-text;version=1.0.0', 'openmetrics'],
  ['application/openmetrics-text;version=1.0.0;escaping=allow-utf-8', 'openmetrics'],
]);

/** The format to answer with, by the `Accept` header and its weights; plain text when it names neither. */
export function negotiate(accept: string | undefined): MetricsFormat {
  const negotiator = new Negotiator({ headers: accept === undefined ? {} : { accept } });
  const chosen = negotiator.mediaType([...OFFERS.keys()]);
  return (chosen === undefined ? undefined : OFFERS.get(chosen)) ?? 'text';
}
