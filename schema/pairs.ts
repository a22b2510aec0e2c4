// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are what is carried over.
// What gets lost when a server goes from one host to another: computed from the descriptors, for docs/hosts.md.

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

const crossingTitle = `
## From one host to another

What the others do not take of a server that has everything the first host can say. A plan names each loss as a finding,
and \`onUnsupported\` decides: the server is blocked (\`error\`), the field is left out (\`warn\`), or a remote server goes
through \`mcp-remote\` (\`bridge\`). References to variables are compiled into each host's own words; where a host has none,
that is a finding too.

`;

/** The whole page. */
export function hostsPage(): string {
  return introduction + hosts.map(remarks).join('') + crossingTitle + readable.map(section).join('\n');
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

function section(from: Host): string {
  const groups = new Map<string, string[]>();
  for (const to of writable) {
    if (to === from) continue;
    const words = lossWords(crossings(from, to));
    groups.set(words, [...(groups.get(words) ?? []), `\`${to.id}\``]);
  }
  const lines = [...groups]
    .sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
    .map(([words, ids]) => `- ${words === '' ? 'everything arrives' : words}: ${ids.join(', ')}\n`);
  return `### From ${from.title} (\`${from.id}\`)\n\n${lines.join('')}`;
}

function lossWords(all: readonly Crossing[]): string {
  const refused = all.filter((one) => one.refused).map(({ transport }) => transport);
  const lost = [...new Set(all.filter((one) => !one.refused).flatMap((one) => one.lost))];
  const isUnresolved = all.some(({ references }) => references === false);
  return [
    refused.length === 0 ? '' : `no ${refused.join(', ')}`,
    lost.length === 0 ? '' : `without ${lost.map((leaf) => `\`${leaf}\``).join(', ')}`,
    isUnresolved ? 'no references to variables' : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}
