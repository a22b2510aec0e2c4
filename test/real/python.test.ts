// Servers in Python, really installed and started: the package that `create` writes, and a wheel of it from an index on
// loopback that has no more than the simple pages. uv is stood in for by pip and the interpreter; where they are not
// there, the tests are counted as skipped.

import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { get, type JsonObject } from '../../src/model/json.ts';
import { assertCode, type Home, removeHomes, report, scratchHome } from '../support/home.ts';
import { type Loopback, loopback } from '../support/loopback.ts';
import { printed } from '../support/real-processes.ts';
import { hexOf } from '../support/web.ts';
import { zip } from '../support/zip.ts';

const hasPip = process.platform !== 'win32' && spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
const tried = hasPip ? test : test.skip;

/** What uv does for these, without environments of its own. */
const runners: Readonly<Record<string, string>> = {
  uv: `[ "$1 $2" = 'run --directory' ] || exit 64
cd "$3" && PYTHONPATH=src exec python3 -c 'from tide_tables.server import main; main()'`,
  uvx: `at="$HOME/.uvx"
python3 -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-deps --target "$at" \\
  --index-url "$UV_DEFAULT_INDEX" "\${1%@*}==\${1#*@}" >&2 || exit 1
PYTHONPATH="$at" exec python3 "$at/bin/\${1%@*}"`,
};

let home: Home;
let served: Loopback;

test.before(async () => {
  home = scratchHome();
  served = await loopback();
  for (const [name, script] of Object.entries(runners)) {
    home.write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(join(home.path, 'bin', name), 0o755);
  }
  home.env.PATH = `${join(home.path, 'bin')}${delimiter}${process.env.PATH}`;
  home.env.UV_DEFAULT_INDEX = `http://${served.host}/simple`;
  home.write('project/hatch.mcp.yaml', 'version: 1\nname: sea\nenvironments: { port: {} }\ntargets: { cursor: {} }\n');
  assertCode(home.run('create', 'tide-tables', '--language', 'python'), 0);
});

test.after(() => {
  served.close();
  removeHomes();
});

const run = (line: string) => printed(home, line);

async function checked(server: string): Promise<JsonObject> {
  const stdout = await run(`check ${server} --json`);
  const [one = {}] = get(report({ code: 0, stdout, stderr: '' }).result, 'servers') as readonly JsonObject[];
  return one;
}

tried('a new package for Python is added from its folder, and answers as it is written', async () => {
  await run('package add ./tide-tables --name ours');
  const { state, name, tools } = await checked('ours');
  assert.equal([state, name, tools], ['ok', 'tide-tables', ['count_words']]);
});

tried('a wheel of an index is locked with its hash, installed and started, and answers', async () => {
  const wheel = wheelOf('tide_tables', '0.1.0', home.read('project/tide-tables/src/tide_tables/server.py'));
  const file = 'tide_tables-0.1.0-py3-none-any.whl';
  served.put({
    '/simple/tide-tables/': {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: new TextEncoder().encode(`<a href="/files/${file}#sha256=${hexOf(wheel)}">${file}</a>`),
    },
    [`/files/${file}`]: wheel,
  });
  await run('package add pypi:tide-tables>=0.1 --name theirs');
  const sri = `sha256-${Buffer.from(hexOf(wheel), 'hex').toString('base64')}`;
  assert.ok(home.read('project/hatch.mcp.lock.yaml').includes(`integrity: ${sri}`));
  const { state, name, tools } = await checked('theirs');
  assert.equal([state, name, tools], ['ok', 'tide-tables', ['count_words']]);
  assert.ok(served.pages.asked.some((address) => address.endsWith(file)));
});

/** A wheel with one module and a script that runs its `main`. */
function wheelOf(module: string, version: string, text: string): Uint8Array {
  const name = module.replaceAll('_', '-');
  const info = `${module}-${version}.dist-info`;
  const files = {
    [`${module}/__init__.py`]: '',
    [`${module}/server.py`]: text,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/entry_points.txt`]: `[console_scripts]\n${name} = ${module}.server:main\n`,
  };
  const record = [...Object.keys(files), `${info}/RECORD`].map((path) => `${path},,\n`).join('');
  const members = Object.entries({ ...files, [`${info}/RECORD`]: record });
  return zip(members.map(([path, content]) => ({ name: path, text: content })));
}

test.run();
