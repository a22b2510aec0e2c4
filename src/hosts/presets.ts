// What many descriptors have in common.

import type { Container } from '../model/target.ts';
import type { EntryShape, Field, Host, Leaf, Oddities, TransportWords } from './host.ts';

/** Where most hosts keep their servers. */
export const mcpServers = { kind: 'map', path: ['mcpServers'] } as const satisfies Container;

/** How most hosts write a server that they start. */
export const launch = { command: 'command', args: 'args', env: 'env' } as const satisfies Partial<Record<Leaf, Field>>;

/** How most hosts write a server that they reach. */
export const remote = { url: 'url', headers: 'headers' } as const satisfies Partial<Record<Leaf, Field>>;

/** A URL is enough; the host finds out by itself how to talk to it, and passes over a word that is there. */
export const wordless = {
  key: 'type',
  words: { stdio: [null, 'stdio'], http: [null, 'http', 'streamable-http'], sse: [null, 'sse'] },
} as const satisfies TransportWords;

/** A URL is enough, and there is no word for it. */
export const untold = { words: { stdio: [null], http: [null], sse: [null] } } as const satisfies TransportWords;

/** How hosts that only start programs write one. */
export const programsOnly = {
  fields: launch,
  transports: { key: 'type', words: { stdio: [null, 'stdio'] } },
} as const satisfies EntryShape;

/** For hosts that do not read a program without its list of arguments, though there may be none in it. */
export const withArguments = {
  encode: (server) => ({
    server: server.transport === 'stdio' ? { ...server, args: server.args ?? [] } : server,
    entry: {},
    satellites: [],
  }),
} as const satisfies Oddities;

/** Names of which nothing is known but that they must not be empty or hold control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is kept out
export const anyName = /^[^\x00-\x1f\x7f]+$/;

/** Letters, digits, hyphen and underscore. */
export const plainName = /^[A-Za-z0-9_-]+$/;

/** The variables of VS Code and of the editors made from it, whatever they mean in each. */
export const editorVariables =
  /\$\{(?:(?:env|input|command|config|workspaceFolder(?:Basename)?|fileWorkspaceFolder|file):[^}]{0,500}|workspaceFolder(?:Basename)?|userHome|cwd|pathSeparator|\/|execPath|selectedText|lineNumber|defaultBuildTask|relativeFile(?:Dirname)?|file(?:WorkspaceFolder|Basename(?:NoExtension)?|Extname|Dirname)?)\}/g;

/** Every leaf that is made of texts, for hosts that expand variables wherever they stand. */
export const texts = [
  'command',
  'args',
  'env',
  'cwd',
  'url',
  'headers',
  'clientId',
  'clientSecret',
  'scopes',
] as const satisfies readonly Leaf[];

/** `${NAME}` of a host that expands nothing else in braces. */
export const bracedVariable = { expands: /\$\{[^}]{1,500}\}/g, env: `\${NAME}` } as const;

/** The shape of Gemini CLI before `type`: the member that holds the URL tells the transport. */
export const olderGemini = {
  fields: {
    ...launch,
    cwd: 'cwd',
    url: 'httpUrl',
    headers: 'headers',
    clientId: ['oauth', 'clientId'],
    clientSecret: ['oauth', 'clientSecret'],
    scopes: ['oauth', 'scopes'],
    timeout: { at: 'timeout', as: 'milliseconds' },
    allow: 'includeTools',
    deny: 'excludeTools',
    description: 'description',
  },
  transports: { ...untold, urls: { sse: 'url' } },
  references: { leaves: [...texts, 'description'], expands: /\$(?:\{[^}]{1,500}\}|\w{1,500})/g, env: `\${NAME}` },
} as const satisfies Pick<Host['entry'], 'fields' | 'transports'> & Pick<Host, 'references'>;

/** The shape of FastMCP's configuration (gofastmcp.com/clients/client, 2026-11): without a word the URL is guessed from. */
export const fastMcp = {
  fields: { ...launch, ...remote, cwd: 'cwd', description: 'description' },
  transports: {
    key: 'transport',
    words: { stdio: [null, 'stdio'], http: ['http', 'streamable-http', null], sse: ['sse'] },
  },
} as const satisfies Host['entry'];

/** A host of which nothing is written and nothing read: `byHand` is all there is to say. */
export function unreadable(
  host: Pick<Host, 'id' | 'title' | 'aliases' | 'source' | 'presence' | 'notes'> & { readonly byHand: string },
): Host {
  return { ...host, scopes: {}, entry: { fields: {}, transports: { words: {} } }, names: { charset: anyName } };
}
