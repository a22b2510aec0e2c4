// The protocol's reference server as a package of npm: locked from a mirror on loopback, and started by npx as a host
// starts it. npx takes what lies in the project's own `node_modules`, so that nothing is downloaded.

import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { get, isArray, type Json, type JsonObject } from '../../src/model/json.ts';
import { type Home, removeHomes, report, scratchHome } from '../support/home.ts';
import { type Loopback, loopback } from '../support/loopback.ts';
import { processesWith } from '../support/processes-left.ts';
import { printed } from '../support/real-processes.ts';
import { packument } from '../support/web.ts';

const name = '@modelcontextprotocol/server-filesystem';
const installed = dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)));
const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { version: string };

let home: Home;
let served: Loopback;

test.before(async () => {
  home = scratchHome();
  served = await loopback();
  served.put({ [`/${name.replace('/', '%2f')}`]: packument(name, ['0.1.0', version]) });
  home.env.npm_config_registry = `http://${served.host}`;
  // It asks its registry about itself now and then.
  home.env.npm_config_update_notifier = 'false';
  const modules = join(home.path, 'project/node_modules');
  mkdirSync(join(modules, '@modelcontextprotocol'), { recursive: true });
  symlinkSync(installed, join(modules, name));
  mkdirSync(join(modules, '.bin'));
  symlinkSync(join(installed, 'dist/index.js'), join(modules, '.bin/mcp-server-filesystem'));
  home.write('project/hatch.mcp.yaml', 'version: 1\nname: sea\nenvironments: { port: {} }\ntargets: { cursor: {} }\n');
});

test.after(() => {
  served.close();
  removeHomes();
});

const run = (line: string) => printed(home, line);

test('a package of npm is added by its name, given its arguments by hand, started by npx, and answers', async () => {
  await run(`package add npm:${name}@>=2025 --name files`);
  home.edit('project/hatch.mcp.yaml', /(package: .*>=2025"?)/, '$1, args: ["${manifestDir}"]');
  home.env.TIDE_MARK = `npx-${process.pid}`;
  const stdout = await run('check files --json');
  const [files = {}] = get(report({ code: 0, stdout, stderr: '' }).result, 'servers') as readonly JsonObject[];
  assert.equal([files.state, files.name], ['ok', 'secure-filesystem-server']);
  assert.ok(isArray(files.tools as Json) && (files.tools as readonly Json[]).includes('read_text_file'));
  assert.equal(processesWith(`TIDE_MARK=${home.env.TIDE_MARK}`), []);
});

test.run();
