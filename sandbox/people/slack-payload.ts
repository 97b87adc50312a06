import { z } from 'zod';

/** Slack's own words for what it does not take. */
export type SlackRefusal =
  | 'invalid_payload'
  | 'invalid_attachments'
  | 'invalid_blocks'
  | 'too_many_attachments'
  | 'msg_too_long'
  | 'no_text';

const LONGEST_TEXT = 40_000;
const MOST_ATTACHMENTS = 100;
/** Slack shows no more of an attachment, so what is longer would be lost without a word. */
const LONGEST_OF_ATTACHMENT = { title: 1_024, text: 8_000, footer: 300, fallback: 1_024, pretext: 3_000 };
const LONGEST_ADDRESS = 3_000;

const textOf = (part: keyof typeof LONGEST_OF_ATTACHMENT) =>
  z.string().max(LONGEST_OF_ATTACHMENT[part]).default('');
/** An empty one is as good as none: Alertmanager sends all fields that it knows. */
const Address = z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(LONGEST_ADDRESS)]).default('');
const Colour = z
  .union([z.enum(['', 'good', 'warning', 'danger']), z.string().regex(/^#?[0-9a-f]{6}$/i)])
  .default('');

const Attachment = z.object({
  color: Colour,
  title: textOf('title'),
  title_link: Address,
  pretext: textOf('pretext'),
  text: textOf('text'),
  fallback: textOf('fallback'),
  footer: textOf('footer'),
  image_url: Address,
  thumb_url: Address,
  mrkdwn_in: z.array(z.enum(['text', 'pretext', 'fields', 'fallback'])).default([]),
  fields: z.array(z.object({ title: z.string(), value: z.string() })).default([]),
});
export type SlackAttachment = z.output<typeof Attachment>;

/** What people would read. */
export interface SlackPayload {
  readonly text: string;
  readonly attachments: readonly SlackAttachment[];
}

/** The payload of an incoming webhook as Slack takes it, or why it does not. */
export function readSlackPayload(payload: unknown): SlackPayload | SlackRefusal {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return 'invalid_payload';
  const { text = '', attachments = [], blocks } = payload as Record<string, unknown>;
  if (blocks !== undefined) return 'invalid_blocks';
  if (typeof text !== 'string') return 'no_text';
  if (text.length > LONGEST_TEXT) return 'msg_too_long';
  if (!Array.isArray(attachments)) return 'invalid_attachments';
  if (attachments.length > MOST_ATTACHMENTS) return 'too_many_attachments';
  const read = z.array(Attachment).safeParse(attachments);
  if (!read.success) return 'invalid_attachments';
  return text.trim() === '' && !read.data.some(saysSomething) ? 'no_text' : { text, attachments: read.data };
}

const saysSomething = ({ title, text, pretext, fields }: SlackAttachment): boolean =>
  [title, text, pretext, ...fields.map(({ value }) => value)].some((part) => part.trim() !== '');
