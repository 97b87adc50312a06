import { z } from 'zod';
import type { Strict } from '../../strictness.ts';

export const CONTENT_TYPES = [
  'image',
  'video',
  'url',
  'html',
  'pdf',
  'template',
  'layout',
  'widget',
] as const;

const STATUSES = [
  'active',
  'archived',
  'draft',
  'flagged',
  'rejected',
  'pending_approval',
  'expired',
  'ready',
  'processing',
  'error',
] as const;

const DAYS = { '7days': 7, '30days': 30, '90days': 90 } as const;
const DAY_MS = 24 * 3_600_000;

/** What the list of content may be asked for besides its page. */
export const contentFilter = (strict: Strict) => ({
  type: z.enum(CONTENT_TYPES).optional(),
  status: (strict('content_status_values') ? z.enum(STATUSES) : z.string()).optional(),
  search: z.string().max(120).optional(),
  templateOrientation: z.enum(['landscape', 'portrait', 'both']).optional(),
  dateRange: z.enum(['7days', '30days', '90days']).optional(),
  // There are no tags in this world: asking for some finds nothing.
  tagNames: z.string().optional(),
  tagIds: z.string().optional(),
});

export interface ContentFilter {
  readonly type?: string;
  readonly status?: string;
  readonly search?: string;
  readonly templateOrientation?: string;
  readonly dateRange?: keyof typeof DAYS;
  readonly tagNames?: string;
  readonly tagIds?: string;
}

/** The filter as SQL; its parameters follow the organisation, which is `$1`. */
export function contentCondition(query: ContentFilter, now: number): { sql: string; parameters: unknown[] } {
  const conditions = ['true'];
  const parameters: unknown[] = [];
  const add = (value: unknown, condition: (place: string) => string) => {
    parameters.push(value);
    conditions.push(condition(`$${parameters.length + 1}`));
  };
  if (query.type) add(query.type, (place) => `"type" = ${place}`);
  if (query.status) add(query.status, (place) => `"status" = ${place}`);
  if (query.search) add(`%${query.search}%`, (place) => `"name" ILIKE ${place}`);
  if (query.templateOrientation)
    add(query.templateOrientation, (place) => `"templateOrientation" = ${place}`);
  if (query.dateRange) {
    const since = new Date(now - DAYS[query.dateRange] * DAY_MS).toISOString();
    add(since, (place) => `"createdAt" >= ${place}`);
  }
  if (query.tagNames || query.tagIds) conditions.push('false');
  return { sql: conditions.join(' AND '), parameters };
}
