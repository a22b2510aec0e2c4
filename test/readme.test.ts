// The tours of README.md are played in memory, command by command, and what the page shows is what they print: it
// cannot rot. `UPDATE=1 npm test` writes what they print now.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type MemorySystem, memorySystem } from '../src/system/memory.ts';
import type { Network } from '../src/system/system.ts';
import { hatch } from './support/cli.ts';
import { steadyRuns } from './support/steady-runs.ts';
import { packument, pythonPages, registryPages, web } from './support/web.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const page = join(root, 'README.md');
const clone = '/home/robin/hatch-mcp';
const dotfiles = '/home/robin/dotfiles';
const isUpdate = process.env.UPDATE === '1';
/** Stands for as many lines as there are. */
const gap = '…';

interface Tour {
  /** The section's name on the page. */
  readonly name: string;
  readonly system: MemorySystem & { readonly network?: Network };
  /** Path below which the page names files. */
  readonly folder: string;
}

/** Text of every file below a folder of the project, by its path from the project's root. */
function filesOf(folder: string): readonly (readonly [string, string])[] {
  const found = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const ours = paths
    .map((path) => path.slice(root.length).replaceAll('\\', '/'))
    .filter((path) => !/\.home\//.test(path));
  return ours.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]);
}

const example: readonly (readonly [string, string])[] = [
  ['hatch.mcp.example.yaml', readFileSync(join(root, 'hatch.mcp.example.yaml'), 'utf8')],
  ...filesOf('demo'),
];

/** The example in a clone, with what `npm start` sets. */
function exampleSystem(): MemorySystem {
  const tree = Object.fromEntries(example.map(([path, text]) => [`${clone}/${path}`, text]));
  const env = { HATCH_MANIFEST: `${clone}/hatch.mcp.example.yaml`, HATCH_HOME: `${clone}/demo/.home` };
  return memorySystem({ ...tree, [`${clone}/.git`]: { folder: 0o755 } }, { home: '/home/robin', cwd: clone, env });
}

/** A home with two hosts in use. */
function ownSystem(): MemorySystem {
  const cursor = {
    figma: { url: 'http://127.0.0.1:3845/mcp' },
    linear: {
      url: 'https://mcp.linear.app/mcp',
      headers: { Authorization: `Bearer lin_api_${'51fcd2cd37'.repeat(4)}` },
    },
  };
  const codex = '[mcp_servers.figma]\nurl = "http://127.0.0.1:3845/mcp"\n\n[mcp_servers.home]\ncommand = "ha-mcp"\n';
  return memorySystem(
    {
      '/home/robin/.cursor/mcp.json': `${JSON.stringify({ mcpServers: cursor }, null, 2)}\n`,
      '/home/robin/.codex/config.toml': codex,
    },
    { home: '/home/robin', cwd: dotfiles, env: { HATCH_MANIFEST: `${dotfiles}/hatch.mcp.yaml` } },
  );
}

/** A repository with a manifest, and the registries beside it. */
function packagesSystem(): Tour['system'] {
  const folder = '/home/robin/team';
  const manifest = 'version: 1\nname: team\nenvironments:\n  main:\n    servers: {}\ntargets: { cursor: {} }\n';
  const files = { [`${folder}/hatch.mcp.yaml`]: manifest, '/home/robin/.cursor/mcp.json': '{}\n' };
  const system = memorySystem(files, {
    home: '/home/robin',
    cwd: folder,
    env: { HATCH_MANIFEST: `${folder}/hatch.mcp.yaml` },
  });
  const playwright = '@playwright/mcp';
  const weather = {
    name: 'io.github.acme/weather',
    description: 'Forecasts',
    version: '1.4.2',
    packages: [
      {
        registryType: 'pypi',
        identifier: 'acme-weather',
        version: '1.4.2',
        transport: { type: 'stdio' },
        packageArguments: [{ type: 'named', name: '--city', isRequired: true, description: 'Whose weather' }],
        environmentVariables: [
          { name: 'WEATHER_TOKEN', isRequired: true, isSecret: true, description: 'From weather.example' },
        ],
      },
    ],
  };
  const network = web({
    [`registry.npmjs.org/${playwright.replace('/', '%2f')}`]: packument(playwright, ['0.0.39', '0.0.41']),
    ...registryPages('registry.modelcontextprotocol.io', [weather]),
    ...pythonPages('acme-weather', ['1.4.2']),
  });
  return { ...system, network };
}

/** What the system has below the folder, by relative path. */
function textIn({ system, folder }: Tour, path: string): string {
  return new TextDecoder().decode(system.read(`${folder}/${path}`));
}

/** `npm start -- ARGS`, `npm start`, `hatch ARGS` or `git status`: what a terminal shows of it. */
async function shown(tour: Tour, command: string, expected: string): Promise<string> {
  if (command.startsWith('git status')) {
    const changed = example.filter(([path, text]) => textIn(tour, path) !== text);
    return changed.map(([path]) => ` M ${path}\n`).join('');
  }
  const words = command.replace(/^(?:npm start(?: --)?|hatch) ?/, '').split(' ');
  const args = words[0] === '' ? ['plan'] : words;
  const answers = [...expected.matchAll(/\[(?:y\/N|skip)\] (\w+)$/gm)].map(([, answer = '']) => answer);
  const { screen } = await hatch(tour.system, [...args, '--no-color'], { answers });
  return screen;
}

/** Does what a person does who reads the difference: the hunk's old lines become its new ones. */
function edit({ system, folder }: Tour, difference: string): void {
  const [path = ''] = /(?<=^--- ).*/.exec(difference) ?? [];
  const lines = difference.slice(difference.indexOf('@@\n') + 3).split(/(?<=\n)/);
  const side = (sign: string) =>
    lines
      .filter((line) => line.startsWith(' ') || line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('');
  const before = new TextDecoder().decode(system.read(`${folder}/${path}`));
  assert.ok(before.includes(side('-')), `${path} does not hold the lines of the difference`);
  system.put(
    `${folder}/${path}`,
    before.replace(side('-'), () => side('+')),
  );
}

/** What the page shows of what was printed: where it has a gap, only what is before and after it. */
function abridged(printed: string, shownNow: string): string {
  const [head, tail] = shownNow.split(`${gap}\n`);
  if (head === undefined || tail === undefined) return printed;
  const lines = printed.split(/(?<=\n)/);
  const last = head.split(/(?<=\n)/).at(-1) ?? '';
  const until = lines.indexOf(last) + 1;
  const from = lines.indexOf(tail.split(/(?<=\n)/)[0] ?? '', until);
  return [...lines.slice(0, until), `${gap}\n`, ...lines.slice(from)].join('');
}

/** Plays the section and gives it as it should stand on the page. */
async function played(tour: Tour, text: string): Promise<string> {
  const parts: string[] = [];
  const named = steadyRuns((number) => `20261120T10${number}500Z-${number}f2a83c7e`);
  for (const part of text.split(/(?<=^```\n)|(?=^```\w)/m)) {
    const [, kind, body = ''] = /^```(\w+)\n([\s\S]*?)```\n$/.exec(part) ?? [];
    if (kind === 'diff') edit(tour, body);
    if (kind !== 'console') {
      parts.push(part);
      continue;
    }
    const [command = '', ...rest] = body.split(/(?<=\n)/);
    const expected = rest.join('');
    const printed = await shown(tour, command.slice(2).trimEnd(), expected);
    parts.push(`\`\`\`console\n${command}${abridged(named(printed), expected)}\`\`\`\n`);
  }
  return parts.join('');
}

const tours: readonly Tour[] = [
  { name: 'tour', system: exampleSystem(), folder: clone },
  { name: 'own', system: ownSystem(), folder: dotfiles },
  { name: 'packages', system: packagesSystem(), folder: '/home/robin/team' },
];

for (const tour of tours) {
  test(`the page shows what happens: ${tour.name}`, async () => {
    const now = readFileSync(page, 'utf8');
    const [open, close] = [`<!-- ${tour.name} -->\n`, `<!-- /${tour.name} -->`];
    const text = now.slice(now.indexOf(open) + open.length, now.indexOf(close));
    const wanted = await played(tour, text);
    if (isUpdate)
      writeFileSync(
        page,
        now.replace(text, () => wanted),
      );
    else assert.fixture(text, wanted);
  });
}

test('the first tour ends where it began', () => {
  const tour = tours[0] as Tour;
  const changed = example.filter(([path, text]) => textIn(tour, path) !== text);
  assert.equal(changed, []);
});

test('the example can be applied in each environment', async () => {
  for (const environment of ['shared', 'development', 'production']) {
    const system = exampleSystem();
    const applied = await hatch(system, ['apply', '--auto-approve', '--environment', environment]);
    assert.is(applied.code, 0, applied.stderr);
    assert.is((await hatch(system, ['plan', '--exit-code', '--environment', environment])).code, 0);
  }
});

test('the manifest on the page can be applied as it stands', async () => {
  const [manifest = ''] = /(?<=^```yaml\n)[\s\S]*?(?=^```$)/m.exec(readFileSync(page, 'utf8')) ?? [];
  for (const environment of ['base', 'development', 'production']) {
    const system = ownSystem();
    system.put(`${dotfiles}/hatch.mcp.yaml`, manifest);
    const applied = await hatch(system, ['apply', '--auto-approve', '--environment', environment]);
    assert.is(applied.code, 0, applied.stderr);
    assert.match(applied.stdout, /^Applied: [1-9] added/m);
    assert.is((await hatch(system, ['plan', '--exit-code', '--environment', environment])).code, 0);
  }
});

test.run();
