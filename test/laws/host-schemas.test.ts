// What we write is what each host says that it takes; and a person's own mistakes there are told.

import { Ajv } from 'ajv';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encode, findHost, hosts } from '../../src/hosts/index.ts';
import { memorySystem } from '../../src/system/memory.ts';
import { hatch } from '../support/cli.ts';
import { entrySchemas } from '../support/host-schemas.ts';
import { lawSeed } from '../support/laws.ts';
import { context, server, slimServer } from '../support/servers.ts';

const ajv = new Ajv({ strict: false, allErrors: true });

for (const [id, schema] of Object.entries(entrySchemas)) {
  test(`${id}: every entry that is written is one that its schema allows`, () => {
    const host = findHost(id);
    if (host === undefined) throw new Error(`no host ${id}`);
    const validate = ajv.compile(schema);
    let written = 0;
    fc.assert(
      fc.property(fc.oneof(server, slimServer), context, (wanted, surroundings) => {
        const { entry, findings } = encode(host, 'ivy-mill', wanted, { ...surroundings, onUnsupported: 'warn' });
        if (findings.some(({ severity }) => severity === 'error')) return;
        written += 1;
        assert.ok(validate(entry), `${JSON.stringify(entry)}\n${ajv.errorsText(validate.errors)}`);
      }),
      { seed: lawSeed, numRuns: 300 },
    );
    assert.ok(written > 50, `only ${written} servers were written`);
  });
}

test('every schema is that of a host', () => {
  for (const id of Object.keys(entrySchemas)) assert.ok(hosts.some((host) => host.id === id));
});

const json = (key: string, entry: object, name = 'tides') => JSON.stringify({ [key]: { [name]: entry } });
const remote = { url: 'https://tides.example/mcp' };

/** A person's own mistake: what stands where, and the finding. */
const mistakes: readonly (readonly [what: string, host: string, path: string, text: string, code: string])[] = [
  ['a URL without a type', 'claude-code', '.claude.json', json('mcpServers', remote), 'entry-unreadable'],
  [
    'a word for the transport that it does not know',
    'claude-code',
    '.claude.json',
    json('mcpServers', { ...remote, type: 'streaming' }),
    'entry-unreadable',
  ],
  [
    'a reserved name',
    'claude-code',
    '.claude.json',
    json('mcpServers', { ...remote, type: 'http' }, 'computer-use'),
    'name-reserved',
  ],
  [
    'a name with a blank',
    'claude-code',
    '.claude.json',
    json('mcpServers', { ...remote, type: 'http' }, 'my tides'),
    'name-illegal',
  ],
  [
    'fields of both kinds',
    'codex',
    '.codex/config.toml',
    '[mcp_servers.tides]\ncommand = "tides"\nbearer_token_env_var = "K"\n',
    'entry-fatal',
  ],
  [
    'a token in plain text',
    'codex',
    '.codex/config.toml',
    '[mcp_servers.tides]\nurl = "https://tides.example"\nbearer_token = "x"\n',
    'entry-fatal',
  ],
  [
    'a negative time',
    'codex',
    '.codex/config.toml',
    '[mcp_servers.tides]\ncommand = "tides"\ntool_timeout_sec = -1\n',
    'entry-fatal',
  ],
  [
    'a command and a URL',
    'cursor',
    '.cursor/mcp.json',
    json('mcpServers', { ...remote, command: 'tides' }),
    'entry-unreadable',
  ],
  [
    'a command that is no list',
    'opencode',
    '.config/opencode/opencode.json',
    json('mcp', { type: 'local', command: 'tides' }),
    'entry-unreadable',
  ],
  [
    'a URL where only programs are started',
    'claude-desktop',
    '.config/Claude/claude_desktop_config.json',
    json('mcpServers', remote),
    'entry-ignored',
  ],
];

for (const [what, host, path, text, code] of mistakes) {
  test(`${host}: ${what} is told as ${code}`, async () => {
    const system = memorySystem({ [`/home/ada/${path}`]: text }, { cwd: '/home/ada/work' });
    const { stdout } = await hatch(system, ['doctor', host, '--json']);
    const found = JSON.parse(stdout).findings.find((one: { code: string }) => one.code === code);
    assert.ok(found, stdout);
    assert.is(found.target, host);
    assert.ok(found.place.line > 0);
  });
}

test.run();
