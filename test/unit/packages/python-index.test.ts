// Versions of a Python package by the pages that an index has: PyPI's own API, or the simple one as JSON or HTML.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Json } from '../../../src/model/json.ts';
import type { Lookup } from '../../../src/packages/lookup.ts';
import { pinPython } from '../../../src/packages/pins.ts';
import { memorySystem } from '../../../src/system/memory.ts';
import { type Answer, encode, hex, pythonPages, web } from '../../support/web.ts';

const integrity = (text: string) => `sha256-${Buffer.from(hex(text), 'hex').toString('base64')}`;

function lookup(pages: Readonly<Record<string, Answer>>): Lookup {
  const env = { UV_DEFAULT_INDEX: 'https://py.example/team/simple/' };
  const system = memorySystem({}, { env });
  const { surroundings } = system;
  return { reader: system, network: web(pages), surroundings, registries: [], isChosen: true, folder: '/', store: '/' };
}

/** File → why it was yanked, or whether it was. */
type Files = Readonly<Record<string, boolean | string>>;

function asJson(files: Files): Answer {
  const all = Object.entries(files).map(
    ([filename, yanked]): Json => ({
      filename,
      url: `../../${filename}`,
      hashes: { sha256: hex(filename) },
      yanked,
    }),
  );
  const body = encode({ meta: { 'api-version': '1.1' }, name: 'acme-clock', files: all });
  return { status: 200, headers: { 'content-type': 'application/vnd.pypi.simple.v1+json' }, body };
}

function asHtml(files: Files): Answer {
  const links = Object.entries(files).map(([filename, yanked]) => {
    const reason = yanked === false ? '' : yanked === true ? ' data-yanked' : ` data-yanked="${yanked}"`;
    return `<a href="../../files/${filename}#sha256=${hex(filename)}" data-requires-python="&gt;=3.9"${reason}>\n${filename}</a><br/>`;
  });
  const body = new TextEncoder().encode(`<!DOCTYPE html><html><body>\n${links.join('\n')}\n</body></html>`);
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

const source = 'Acme.Clock-1.1.zip';
const files: Files = {
  'acme-clock-0.9.tar.gz': false,
  'acme_clock-1.0-py3-none-any.whl': false,
  'acme_clock-1.0.tar.gz': false,
  'acme_clock-1.1-cp312-cp312-linux_x86_64.whl': false,
  [source]: false,
  'acme_clock-1.2-py3-none-any.whl': 'it runs backwards',
  'acme_clock-2.0rc1-py3-none-any.whl': false,
  'acme_clock_extra-9.0-py3-none-any.whl': false,
  'acme-clock-extra-9.0.tar.gz': false,
  'readme.txt': false,
};

const at = 'py.example/team/simple/acme-clock/';
const wheel = 'acme_clock-1.0-py3-none-any.whl';

/** Range → version, file whose hash is locked, and what is said against it. */
const pinned: readonly (readonly [range: string, version: string, file: string, deprecated?: string])[] = [
  ['', '1.1', source],
  ['<1.1', '1.0', wheel],
  ['<1', '0.9', 'acme-clock-0.9.tar.gz'],
  ['==1.0.0', '1.0.0', wheel],
  ['==1.2', '1.2', 'acme_clock-1.2-py3-none-any.whl', 'it runs backwards'],
  ['>=2.0rc1', '2.0rc1', 'acme_clock-2.0rc1-py3-none-any.whl'],
];

for (const [form, page] of [
  ['JSON', asJson(files)],
  ['HTML', asHtml(files)],
] as const) {
  for (const [range, version, file, deprecated] of pinned) {
    test(`of simple pages in ${form}, Acme_Clock${range} is ${version}`, async () => {
      const found = await pinPython(lookup({ [at]: page }), 'Acme_Clock', range);
      const said = { version: found.version, integrity: found.integrity, deprecated: found.deprecated };
      assert.equal(said, { version, integrity: integrity(file), deprecated });
      assert.is(found.source, 'https://py.example/team');
    });
  }
}

test('the API of PyPI is asked first, and where it is, no simple page', async () => {
  const pages = Object.entries(pythonPages('acme-clock', ['3.0'])).map(([path, page]) => [
    path.replace('pypi.org', 'py.example/team'),
    page,
  ]);
  const one = lookup({ ...Object.fromEntries(pages), [at]: asJson(files) });
  assert.is((await pinPython(one, 'acme-clock', '')).version, '3.0');
});

test('a file without a hash is pinned by nothing', async () => {
  const body = new TextEncoder().encode('<a href="acme_clock-1.0.tar.gz">acme_clock-1.0.tar.gz</a>');
  const found = await pinPython(lookup({ [at]: { status: 200, headers: {}, body } }), 'acme-clock', '');
  assert.equal([found.version, found.integrity, found.unpinned], ['1.0', undefined, 'the index gives no hash for it']);
});

const missing: readonly (readonly [name: string, range: string, says: RegExp])[] = [
  ['acme-clock', '>=7', /no version of pypi:acme-clock is in the range `>=7`/],
  ['acme-clock', '==7', /no version of pypi:acme-clock is in the range `==7`/],
  ['acme-watch', '', /there is no pypi:acme-watch in https:\/\/py\.example\/team$/],
  ['acme-watch', '==1', /there is no pypi:acme-watch in https:\/\/py\.example\/team$/],
];

for (const [name, range, says] of missing) {
  test(`of simple pages, ${name}${range} is not there`, async () => {
    try {
      await pinPython(lookup({ [at]: asHtml(files) }), name, range);
    } catch (error) {
      assert.match(String((error as Error).message), says);
      return;
    }
    assert.unreachable();
  });
}

test.run();
