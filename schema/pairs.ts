// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are what is carried over.
// What each host can hold of a server, and what gets lost on the way from one to another: computed from the descriptors,
// for docs/hosts.md.

import type { DecodeContext } from '../src/hosts/api.ts';
import type { OtherFile } from '../src/hosts/host.ts';
import { decode, encode, type Host, hosts } from '../src/hosts/index.ts';
import { leavesOf } from '../src/hosts/tree.ts';
import type { Finding } from '../src/model/finding.ts';
import { at, equal, type JsonObject, object } from '../src/model/json.ts';
import type { Server, Transport } from '../src/model/server.ts';

const context: DecodeContext = { platform: 'linux', home: '/home/ada', manifestDir: '/srv/orchard', portable: false };

const always = {
  enabled: false,
  timeout: 30_000,
  startupTimeout: 10_000,
  tools: { allow: ['read'], deny: ['write'], autoApprove: ['look'] },
  description: 'Tides',
};

const reached = {
  url: 'https://tides.example/mcp',
  headers: { 'X-Region': 'eu' },
  oauth: { clientId: 'tides', clientSecret: 'ebb', scopes: ['read', 'list'] },
  ...always,
};

/** A server with everything that can be said of it. */
export const samples: Readonly<Record<Transport, Server>> = {
  stdio: {
    transport: 'stdio',
    command: 'tides',
    args: ['--region', 'eu'],
    env: { REGION: 'eu' },
    cwd: '/srv/tides',
    envFile: '/srv/tides/.env',
    ...always,
  },
  http: { transport: 'http', ...reached },
  sse: { transport: 'sse', ...reached },
  ws: { transport: 'ws', ...reached },
};

/** A server that needs a secret of the surroundings. */
const secretive = (transport: Transport): Server =>
  transport === 'stdio'
    ? { transport, command: 'tides', env: { TIDES_KEY: '${env:TIDES_KEY}' } }
    : { transport, url: reached.url, headers: { Authorization: 'Bearer ${env:TIDES_KEY}' } };

export interface Crossing {
  readonly transport: Transport;
  /** The server as the first host holds it. */
  readonly server: Server;
  /** Fields that the second host holds differently or not at all: `tools.allow`. */
  readonly lost: readonly string[];
  /** The second host takes it in no form. */
  readonly refused: boolean;
  /** Whether a reference to a variable arrives as one; undefined where the first host cannot hold one. */
  readonly references: boolean | undefined;
  /** What a plan says about it. */
  readonly findings: readonly Finding[];
}

/** What a host makes of a server, by its own reading; undefined where it refuses it. */
function heldBy(host: Host, server: Server): Server | undefined {
  const { entry, satellites, findings } = encode(host, 'tides', server, {
    ...context,
    portable: false,
    references: 'native',
    onUnsupported: 'warn',
  });
  if (findings.some(({ severity }) => severity === 'error')) return undefined;
  const found = decode(host, 'tides', entry, satelliteReader(satellites), context).server;
  if (found === undefined) return undefined;
  const { raw: _, ...held } = found;
  return held;
}

function satelliteReader(elements: ReturnType<typeof encode>['satellites']) {
  return (id: string): JsonObject =>
    object(elements.filter(({ satellite }) => satellite === id).map(({ key, value }) => [key, value] as const));
}

const known = new Map<string, Server | undefined>();

/** What `heldBy` gives for the sample; for a host that takes one list of tools only, without the other. */
function richest(host: Host, transport: Transport): Server | undefined {
  const key = `${host.id} ${transport}`;
  if (!known.has(key)) {
    const sample = samples[transport];
    known.set(key, heldBy(host, sample) ?? heldBy(host, { ...sample, tools: { allow: ['read'] } }));
  }
  return known.get(key);
}

export interface Holding {
  /** The transport as the manifest says it. */
  readonly word: Transport;
  /** What the host makes of it. */
  readonly transport: Transport;
  /** Fields that arrive: `tools.allow`. A host may take but one list of tools at a time. */
  readonly leaves: readonly string[];
  readonly references: boolean;
}

/** What a host can hold, transport by transport. */
export function holdings(host: Host): readonly Holding[] {
  const words = Object.keys(samples) as Transport[];
  return words.flatMap((word): readonly Holding[] => {
    const sample = samples[word];
    const held = [sample, { ...sample, tools: { allow: ['read'] } }, { ...sample, tools: { deny: ['write'] } }].flatMap(
      (server) => heldBy(host, server) ?? [],
    );
    const [first] = held;
    if (first === undefined || !Object.hasOwn(host.entry.transports.words, word)) return [];
    const wanted = secretive(first.transport);
    const references = equal(heldBy(host, wanted) as unknown as JsonObject, wanted as unknown as JsonObject);
    return [{ word, transport: first.transport, leaves: [...new Set(held.flatMap(leafNames))], references }];
  });
}

function isSampled(word: Transport, leaf: string): boolean {
  return leafNames(samples[word]).includes(leaf);
}

function leafNames(server: Server): readonly string[] {
  return leavesOf(server as unknown as JsonObject).map(([path]) => path.join('.'));
}

/** From one host to another, once for each transport that the first one has. */
export function crossings(from: Host, to: Host): readonly Crossing[] {
  const transports = Object.keys(from.entry.transports.words) as Transport[];
  const seen = new Set<string>();
  return transports.flatMap((transport): readonly Crossing[] => {
    const server = richest(from, transport);
    // Where the host has one word for two transports it says which of them it is.
    if (server === undefined || seen.has(server.transport)) return [];
    seen.add(server.transport);
    const { entry, satellites, findings } = encode(to, 'tides', server, {
      ...context,
      portable: false,
      references: 'native',
      onUnsupported: 'warn',
    });
    const refused = findings.some(({ severity }) => severity === 'error');
    const there = refused ? undefined : decode(to, 'tides', entry, satelliteReader(satellites), context).server;
    const lost = leavesOf(server as unknown as JsonObject)
      .filter(([path, value]) => !equal(at(there as unknown as JsonObject | undefined, path), value))
      .map(([path]) => path.join('.'));
    const references = refused ? undefined : referencesArrive(from, to, server.transport);
    return [{ transport: server.transport, server, lost, refused: there === undefined, references, findings }];
  });
}

function referencesArrive(from: Host, to: Host, transport: Transport): boolean | undefined {
  const wanted = secretive(transport);
  const held = heldBy(from, wanted);
  if (!equal(held as unknown as JsonObject | undefined, wanted as unknown as JsonObject)) return undefined;
  return equal(heldBy(to, wanted) as unknown as JsonObject | undefined, wanted as unknown as JsonObject);
}

const readable = hosts.filter(({ scopes }) => Object.keys(scopes).length > 0);
const writable = readable.filter(({ byHand }) => byHand === undefined);

const introduction = `# Hosts

Written by \`npm run generate\` from the descriptors in src/hosts/known. [The table](../README.md#hosts) says where each host keeps
its servers and how.

## What a person should know

`;

const holdingTitle = `
## What each host can hold

A server loses on its way from one host to another what the first one holds and the second one does not: look at the two
rows. A plan names each loss as a finding, and \`onUnsupported\` decides: the server is blocked (\`error\`), the field is
left out (\`warn\`), or a remote server goes through \`mcp-remote\` (\`bridge\`). Where a host has one word for http and sse,
an \`sse\` server arrives as http (\`= http\`). *references* are those to variables, in the host's own words; where it has
none, that is a finding too. A few hosts take only one of \`allow\` and \`deny\` in one server.

`;

/** The whole page. */
export function hostsPage(): string {
  return introduction + hosts.map(remarks).join('') + holdingTitle + holdingTable();
}

function remarks({ title, id, notes, others = [], byHand, starts }: Host): string {
  const lines = [
    byHand === undefined ? '' : `by hand: ${byHand}`,
    notes.restart === undefined ? '' : `after a change: ${notes.restart}`,
    notes.trust === undefined ? '' : `trust: ${notes.trust}`,
    starts?.desktop ? 'starts programs with the short PATH of the desktop' : '',
    starts?.cmd ? 'on Windows, `npx` needs `cmd /c` in front' : '',
    ...(notes.know ?? []),
    ...others.map(({ path, role, why }) => `${roleWords[role]} ${pathsIn(path)}: ${why}`),
  ].filter((line) => line !== '');
  return lines.length === 0 ? '' : `- **${title}** (\`${id}\`)\n${lines.map((line) => `  - ${line}\n`).join('')}`;
}

const roleWords = { stale: 'does not read', read: 'reads too', imported: 'takes over from' } as const;

function pathsIn(path: OtherFile['path']): string {
  const texts = typeof path === 'string' ? [path] : Object.values(path);
  return texts.map((text) => `\`${text}\``).join(' or ');
}

const columns: readonly (readonly [head: string, leaves: readonly string[]])[] = [
  ['`cwd`', ['cwd']],
  ['`envFile`', ['envFile']],
  ['`headers`', ['headers.X-Region']],
  ['`oauth`', ['oauth.clientId', 'oauth.clientSecret', 'oauth.scopes']],
  ['`enabled`', ['enabled']],
  ['`timeout`', ['timeout']],
  ['`startupTimeout`', ['startupTimeout']],
  ['`allow`', ['tools.allow']],
  ['`deny`', ['tools.deny']],
  ['`autoApprove`', ['tools.autoApprove']],
  ['`description`', ['description']],
];

function holdingTable(): string {
  const heads = ['host', 'transports', 'references', ...columns.map(([head]) => head)];
  const rows = writable.map((host) => {
    const held = holdings(host);
    return [
      `\`${host.id}\``,
      held.map(({ word, transport }) => (word === transport ? word : `${word} = ${transport}`)).join(', '),
      mark(held, ({ references }) => (references ? [''] : [])),
      ...columns.map(([, leaves]) => {
        const able = held.filter(({ word }) => leaves.some((leaf) => isSampled(word, leaf)));
        return mark(able, (one) => leaves.filter((leaf) => one.leaves.includes(leaf)), leaves.length);
      }),
    ];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [heads, heads.map((_, i) => (i < 2 ? '---' : ':-:')), ...rows].map(line).join('');
}

/** `✓` where every transport has all of it; else what is there, and for which transports. */
function mark(held: readonly Holding[], has: (one: Holding) => readonly string[], whole = 1): string {
  const able = held.filter((one) => has(one).length > 0);
  const [first] = able;
  if (first === undefined) return '';
  const part =
    has(first).length === whole
      ? '✓'
      : has(first)
          .map((leaf) => leaf.replace(/^.*\./, ''))
          .join(', ');
  return able.length === held.length ? part : `${part} (${able.map(({ word }) => word).join(', ')})`;
}
