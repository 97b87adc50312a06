import type { z } from 'zod';
import { describe } from './describe.ts';
import type { Answer, BodyRule, Given, HeaderRule, NoAnswer } from './row.ts';

/** What came back. */
export type Got =
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
      readonly seconds: number;
    }
  | { readonly status: NoAnswer; readonly seconds: number };

/** One point in which an answer is not what it must be; both sides are fit to be printed. */
export interface Difference {
  readonly where: string;
  readonly expected: string;
  readonly got: string;
}

const MOST_DIFFERENCES = 8;

/** Compares an answer with what it must be. Nothing found means that it is as expected. */
export function judge(answer: Answer, got: Got, given: Given): Difference[] {
  const found = [...statusOf(answer, got), ...secondsOf(answer, got)];
  // An answer of another kind has another body and other headers: saying so for each key helps nobody.
  if (answer.status !== got.status || typeof got.status === 'string') return found;
  for (const [name, rule] of Object.entries(answer.headers ?? {}))
    found.push(...headerOf(name, rule, got.headers[name]));
  if (answer.body !== undefined) {
    const rule = typeof answer.body === 'function' ? answer.body(given) : answer.body;
    found.push(...bodyOf(rule, got.text));
  }
  return found.slice(0, MOST_DIFFERENCES);
}

const WORDS: Readonly<Record<NoAnswer, string>> = {
  cut: 'the connection cut',
  silent: 'no answer',
  refused: 'no connection',
};

function statusOf(answer: Answer, got: Got): Difference[] {
  if (answer.status === got.status) return [];
  const words = (status: Answer['status']) => (typeof status === 'number' ? String(status) : WORDS[status]);
  const said = typeof got.status === 'string' ? '' : ` ${describe(parsed(got.text))}`;
  return [{ where: 'status', expected: words(answer.status), got: `${words(got.status)}${said}` }];
}

function secondsOf({ seconds }: Answer, got: Got): Difference[] {
  if (seconds === undefined || (got.seconds >= seconds[0] && got.seconds <= seconds[1])) return [];
  return [
    { where: 'time', expected: `${seconds[0]} to ${seconds[1]} s`, got: `${got.seconds.toFixed(1)} s` },
  ];
}

function headerOf(name: string, rule: HeaderRule, value: string | undefined): Difference[] {
  const holds =
    rule === null ? value === undefined : rule instanceof RegExp ? rule.test(value ?? '') : rule === value;
  if (holds && (rule === null || value !== undefined)) return [];
  const expected =
    rule === null ? 'no such header' : rule instanceof RegExp ? `like ${shortened(rule.source)}` : rule;
  return [
    { where: `header ${name}`, expected, got: value === undefined ? 'no such header' : describe(value) },
  ];
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}...` : text);

function bodyOf(rule: BodyRule, text: string): Difference[] {
  if (rule === '')
    return text === '' ? [] : [{ where: 'body', expected: 'nothing', got: describe(parsed(text)) }];
  if (rule instanceof RegExp)
    return rule.test(text)
      ? []
      : [{ where: 'body', expected: `like ${shortened(rule.source)}`, got: describe(text) }];
  const body = parsed(text);
  const read = rule.safeParse(body);
  return read.success ? [] : read.error.issues.flatMap((issue) => differenceOf(issue, body));
}

function differenceOf(issue: z.core.$ZodIssue, body: unknown): Difference[] {
  const where = ['body', ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      where: `${where}.${key}`,
      expected: 'no such key',
      got: describe(at(body, [...issue.path, key]), key),
    }));
  const value = at(body, issue.path);
  const expected =
    issue.code === 'invalid_type'
      ? issue.expected
      : issue.code === 'invalid_value'
        ? issue.values.map((one) => describe(one)).join(' or ')
        : issue.message.replace(/^(Invalid input: )?expected /, '');
  return [
    {
      where,
      expected,
      got: value === undefined ? 'no such key' : describe(value, String(issue.path.at(-1) ?? '')),
    },
  ];
}

const at = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    body,
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: shown and judged as the text that it is.
    return text;
  }
}

/** The part of an answer that a later step refers to. */
export function pick(got: Got, path: string): string | null {
  if (typeof got.status === 'string') return null;
  const [kind, name] = path.split(':');
  if (kind === 'header' && name !== undefined) return got.headers[name] ?? null;
  if (kind === 'cookie' && name !== undefined)
    return new RegExp(`(?:^|\\n)${name}=([^;\\n]+)`).exec(got.headers['set-cookie'] ?? '')?.[1] ?? null;
  const value = at(parsed(got.text), path.split('.'));
  return value === undefined || value === null ? null : String(value);
}
