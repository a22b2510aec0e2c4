// Every page of docs is played in real shells, with local git repositories and the built program: what a page shows is
// what is printed. `UPDATE=1 npm test` writes what is printed now: read the difference.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { removeHomes } from './support/home.ts';
import { played } from './support/pages.ts';
import { action } from './support/runners.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const isUpdate = process.env.UPDATE === '1';
const pages = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .sort();

for (const name of pages) {
  test(`the page shows what happens: ${name}`, () => {
    const path = join(root, 'docs', name);
    const text = readFileSync(path, 'utf8');
    const wanted = played(text);
    if (isUpdate) writeFileSync(path, wanted);
    else assert.fixture(text, wanted);
  });
}

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { uses?: string; with?: Record<string, string> }[] }>
  >;
}

test('a workflow on a page uses the action as it is', () => {
  const blocks = pages.flatMap((name) =>
    [...readFileSync(join(root, 'docs', name), 'utf8').matchAll(/^```yaml .*workflows.*\n([\s\S]*?)^```$/gm)].map(
      ([, body = '']) => parse(body) as Workflow,
    ),
  );
  const uses = blocks.flatMap(({ jobs }) => Object.values(jobs).flatMap(({ steps }) => steps));
  const ours = uses.filter((step) => step.uses?.includes('hatch-mcp@'));
  assert.ok(ours.length > 2);
  for (const step of ours) {
    for (const input of Object.keys(step.with ?? {})) assert.ok(Object.hasOwn(action.inputs, input), input);
  }
});

test('every link of a page to a file of the project leads somewhere', () => {
  for (const name of [...pages.map((page) => `docs/${page}`), 'README.md']) {
    const text = readFileSync(join(root, name), 'utf8');
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      assert.ok(existsSync(join(root, name, '..', link)), `${name}: ${link}`);
    }
  }
});

test.after(removeHomes);
test.run();
