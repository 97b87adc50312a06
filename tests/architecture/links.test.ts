import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const pages = globSync(['*.md', '{docs,benchmarks,exporter,remediator,sandbox,tests}/**/*.md'], {
  cwd: root,
});

/** The targets of a page's links and images, without what stands in code. */
const linksOf = (text: string): string[] =>
  [...text.replace(/```[\s\S]*?```|`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, target]) => target ?? '',
  );

/** The anchors of a page's headings, as GitHub and most others make them. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** What is wrong with a link of a page, or null. */
function faultOf(page: string, link: string): string | null {
  if (/^[a-z]+:/.test(link)) return null;
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(file)) return `${page}: ${link} leads nowhere`;
  if (anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).includes(anchor)) return null;
  return `${page}: ${link} names no heading of that page`;
}

test('every link between pages leads to a file, and every anchor to a heading', () => {
  const links = pages.flatMap((page) =>
    linksOf(readFileSync(join(root, page), 'utf8')).map((link) => ({ page, link })),
  );
  assert.ok(pages.includes('README.md') && links.length > 5);
  assert.deepEqual(
    links.map(({ page, link }) => faultOf(page, link)).filter((fault) => fault !== null),
    [],
  );
});

test('a link to nothing, or to no heading, is noticed', () => {
  assert.match(faultOf('README.md', 'docs/nowhere.md') ?? '', /leads nowhere/);
  assert.match(faultOf('README.md', 'docs/architecture.md#nothing-like-it') ?? '', /no heading/);
  assert.equal(faultOf('README.md', 'docs/architecture.md#what-is-watched'), null);
});
