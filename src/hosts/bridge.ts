// A remote server on a host that only starts programs: `npx -y mcp-remote URL`, which expands `${NAME}` of its own
// environment in headers (github.com/geelen/mcp-remote, read 2026-11-20).

import type { Finding } from '../model/finding.ts';
import { equal, type JsonObject, object } from '../model/json.ts';
import { type Part, parseTemplate, printReference, printTemplate } from '../model/reference.ts';
import type { Server } from '../model/server.ts';
import type { EncodeContext } from './api.ts';
import type { Host } from './host.ts';

export interface Bridged {
  readonly server: Server;
  readonly findings: readonly Finding[];
}

const launch = ['-y', 'mcp-remote'] as const;
/** Without a flag mcp-remote tries HTTP first and then SSE. */
const flags: Readonly<Partial<Record<Server['transport'], readonly string[]>>> = {
  http: [],
  sse: ['--transport', 'sse-only'],
};

/** Undefined where the policy or the transport does not allow it. */
export function bridge(
  host: Host,
  server: Server,
  context: Pick<EncodeContext, 'onUnsupported' | 'platform'>,
): Bridged | undefined {
  const { url, headers = {}, transport, ...rest } = server;
  const flag = flags[transport];
  if (context.onUnsupported !== 'bridge' || flag === undefined || url === undefined) return undefined;
  if (host.entry.transports.words.stdio === undefined) return undefined;
  const { args, env, findings } = headerArguments(headers);
  return {
    server: {
      ...rest,
      transport: 'stdio',
      command: 'npx',
      args: [...launch, url, ...flag, ...args],
      ...(Object.keys(env).length > 0 ? { env } : {}),
    },
    findings: [...findings, ...(context.platform === 'win32' ? [shellNote] : [])],
  };
}

const shellNote: Finding = {
  code: 'bridge-needs-shell',
  severity: 'note',
  message: 'on Windows some hosts cannot start `npx`, which is a script there',
  hint: 'if it does not start, define the server as `command: cmd` with `args: [/c, npx, -y, mcp-remote, URL]`',
};

interface HeaderArguments {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
}

/** Variables go by the environment, so that no secret stands among the arguments. */
function headerArguments(headers: Readonly<Record<string, string>>): HeaderArguments {
  const env = new Map<string, string>();
  const findings: Finding[] = [];
  const args = Object.entries(headers).flatMap(([header, template]) => {
    const text = parseTemplate(template).map((part): Part => {
      if (typeof part === 'string' && part.includes('${')) findings.push(literalExpanded(header));
      if (typeof part === 'string' || part.kind !== 'env') return part;
      const reference = printReference(part);
      if ((env.get(part.name) ?? reference) !== reference) findings.push(clash(part.name));
      env.set(part.name, reference);
      return `\${${part.name}}`;
    });
    return ['--header', printTemplate([`${header}: `, ...text])];
  });
  return { args, env: Object.fromEntries(env), findings };
}

const literalExpanded = (header: string): Finding => ({
  code: 'literal-expanded',
  severity: 'error',
  message: `mcp-remote would expand the literal \`\${\` in header \`${header}\``,
});

const clash = (name: string): Finding => ({
  code: 'reference-unsupported',
  severity: 'error',
  message: `\`${name}\` cannot have two different defaults behind one bridge`,
});

/** The remote server behind a bridge that we could have written, word for word; else undefined. */
export function unbridge(host: Host, server: Server): Server | undefined {
  const { transport, command, args = [], env = {}, ...rest } = server;
  const [yes, tool, url, ...options] = args;
  if (transport !== 'stdio' || command !== 'npx' || yes !== launch[0] || tool !== launch[1] || url === undefined)
    return undefined;
  const isSse = options[0] === '--transport';
  const headers = readHeaders(isSse ? options.slice(2) : options, env);
  if (headers === undefined) return undefined;
  const remote: Server = {
    ...rest,
    transport: isSse ? 'sse' : 'http',
    url,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
  };
  if (host.entry.transports.words[remote.transport] !== undefined) return undefined;
  const again = bridge(host, remote, { onUnsupported: 'bridge', platform: 'linux' });
  const isSame = again !== undefined && again.findings.length === 0 && equal(neutral(again.server), neutral(server));
  return isSame ? remote : undefined;
}

function readHeaders(
  options: readonly string[],
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  const headers: [string, string][] = [];
  for (let index = 0; index < options.length; index += 2) {
    const header = /^([^:]+): ([\s\S]*)$/.exec(options[index + 1] ?? '');
    if (options[index] !== '--header' || header === null) return undefined;
    const [, name = '', value = ''] = header;
    headers.push([name, value.replace(/\$\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (text, variable) => env[variable] ?? text)]);
  }
  return Object.fromEntries(headers);
}

/** As values: a server without `args` and one without headers are those with none. */
function neutral(server: Server): JsonObject {
  return object(Object.entries(server).filter(([, value]) => value !== undefined));
}
