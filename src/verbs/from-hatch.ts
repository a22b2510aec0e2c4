// `init --from-hatch`: the environments of the older tool as a manifest. What a manifest has no place for stands in it
// as a comment; secrets stay where they are.

import { hosts as allHosts, findHost } from '../hosts/index.ts';
import { type Draft, type DraftServer, printDraft } from '../manifest/draft.ts';
import type { Finding } from '../model/finding.ts';
import { byCodePoint, canonical, equal, isArray, isObject, type Json, type JsonObject, object } from '../model/json.ts';
import { escapeLiteral } from '../model/reference.ts';
import { type OlderEnvironment, type OlderHome, type OlderPackage, readOlderHome } from '../packages/older-home.ts';
import { isLiteralSecret, isSecretUrl } from '../secrets/sensitive.ts';
import { isWithin, pathsOf } from '../system/paths.ts';
import { hasSecretInside, withoutLiterals } from './found-servers.ts';
import { type InitOptions, type InitReport, newManifest } from './init.ts';
import { load } from './load.ts';
import type { ApplyOptions, WritePorts } from './options.ts';

/** Reads `home` and touches nothing in it. Throws HatchError as `init`, and `failed` where the home cannot be read. */
export async function fromHatch(
  ports: WritePorts,
  options: Pick<InitOptions, 'path' | 'force'> & { readonly home: string },
  how: Pick<ApplyOptions, 'command' | 'lockTimeout'>,
): Promise<InitReport> {
  const file = newManifest(ports, options);
  const older = readOlderHome(ports.system, options.home);
  const { draft, findings } = draftOf(ports, older);
  const text = printDraft({ ...draft, name: file.owner });
  // Never a manifest that would not be taken.
  await load(ports, {}, { path: file.path, text });
  await file.write(text, how);
  const servers = (host: string) =>
    draft.rules.flatMap(({ to, servers: names }) =>
      isArray(to) && to.includes(host) && isArray(names) ? names.map(String) : [],
    );
  return { path: file.path, text, findings, hosts: draft.targets.map(([id]) => ({ id, servers: servers(id) })) };
}

interface Moving {
  readonly ports: WritePorts;
  readonly findings: Finding[];
  /** Lines for the end of the manifest. */
  readonly remarks: string[];
}

function draftOf(
  ports: WritePorts,
  older: OlderHome,
): { readonly draft: Draft; readonly findings: readonly Finding[] } {
  const moving: Moving = { ports, findings: [], remarks: [] };
  const delivered = deliveries(older, moving);
  const environments = older.environments.map((one) => ({
    name: one.name,
    members: one.description === '' ? {} : { description: one.description },
    servers: one.packages.flatMap((each) => serverOf(moving, one, each)),
  }));
  for (const { name, rest } of older.environments) moving.remarks.push(...kept(`environment ${name}`, rest));
  const written = new Map(environments.map(({ name, servers }) => [name, new Set(servers.map((each) => each.name))]));
  const rules = rulesOf(delivered, written);
  const targets = [...new Set(rules.flatMap(({ to }) => to))].sort().map((id) => [id, {}] as const);
  const draft: Draft = {
    comment: [
      'Taken from the environments of the older tool, which are left as they are.',
      'Its packages are started where they lie; `hatch check` tells whether they answer.',
    ],
    name: '',
    environment: older.current ?? older.environments[0]?.name ?? 'default',
    environments: environments.length > 0 ? environments : [{ name: 'default', members: {}, servers: [] }],
    targets: targets.length > 0 ? targets : somewhere(),
    rules,
    remarks:
      moving.remarks.length === 0
        ? []
        : ['What the older tool kept, and a manifest has no place for:', ...moving.remarks],
  };
  return { draft, findings: moving.findings };
}

/** Nothing was ever given to a host: a project's file does no harm. */
function somewhere(): Draft['targets'] {
  const project = allHosts.find(({ scopes }) => scopes.project !== undefined);
  return project === undefined ? [] : [[project.id, { scope: 'project' }]];
}

interface Delivery {
  readonly environment: string;
  readonly server: string;
  readonly host: string;
  readonly written: string;
}

/** Who has what: a host holds one server of a name, the one that was written last. */
function deliveries(older: OlderHome, { findings, remarks }: Moving): readonly Delivery[] {
  const all = older.environments.flatMap((environment) =>
    environment.packages.flatMap((one) =>
      one.hosts.flatMap(({ host: word, written }): readonly Delivery[] => {
        const host = findHost(word);
        if (host !== undefined) return [{ environment: environment.name, server: one.name, host: host.id, written }];
        findings.push({
          code: 'unknown-host',
          severity: 'warning',
          message: `\`${one.name}\` of ${environment.name} was given to \`${word}\`, which is no host that is known here`,
          server: one.name,
        });
        remarks.push(`  ${environment.name}/${one.name} was given to ${word}`);
        return [];
      }),
    ),
  );
  const newestFirst = [...all].sort((a, b) => byCodePoint(b.written, a.written));
  return newestFirst.filter((one, i) => {
    const winner = newestFirst.findIndex(({ host, server }) => host === one.host && server === one.server);
    if (winner !== i)
      remarks.push(
        `  ${one.environment}/${one.server} was given to ${one.host} too, before that of ${newestFirst[winner]?.environment}`,
      );
    return winner === i;
  });
}

/** One rule for each environment and set of servers. */
function rulesOf(all: readonly Delivery[], written: ReadonlyMap<string, ReadonlySet<string>>) {
  const rules = new Map<string, { environment: string; to: string[]; servers: readonly string[] }>();
  const places = new Map<string, Delivery[]>();
  for (const one of all.filter(({ environment, server }) => written.get(environment)?.has(server))) {
    const place = JSON.stringify([one.environment, one.host]);
    places.set(place, [...(places.get(place) ?? []), one]);
  }
  for (const group of [...places.values()]) {
    const [{ environment, host } = { environment: '', host: '' }] = group;
    const servers = group.map(({ server }) => server).sort();
    const key = JSON.stringify([environment, servers]);
    const rule = rules.get(key) ?? { environment, to: [], servers };
    rule.to.push(host);
    rule.to.sort();
    rules.set(key, rule);
  }
  return [...rules.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}

/** The server of a package, if a manifest can say it; what cannot be said is noted. */
function serverOf(moving: Moving, environment: OlderEnvironment, one: OlderPackage): readonly DraftServer[] {
  const where = `${environment.name}/${one.name}`;
  const { findings, remarks } = moving;
  const configured = one.hosts.flatMap(({ host, server, written }) =>
    server === undefined ? [] : [{ host, server, written }],
  );
  const [first, ...others] = configured.sort((a, b) => byCodePoint(b.written, a.written));
  const said = first === undefined ? startOf(one) : serverFrom(first.server);
  for (const { host, server } of others) {
    if (equal(serverFrom(server).server, said.server)) continue;
    remarks.push(`  ${where} was another one in ${host}: ${safeText(server)}`);
  }
  const left = (why: string) => {
    findings.push({
      code: 'not-moved',
      severity: 'warning',
      message: why,
      server: one.name,
      hint: 'its comment in the manifest says what is known of it',
    });
    remarks.push(`  ${where}: ${why}`, ...details(one));
    return [];
  };
  if (said.server === undefined) return left('nothing says how it is started: its folder is gone');
  if (hasSecretInside(said.server))
    return left('holds a literal secret in its arguments or address, which is not copied');
  const { server, literals } = withoutLiterals(said.server);
  const secrets = literals.map(({ pointer, reference }) => {
    findings.push({
      code: 'literal-secret',
      severity: 'warning',
      message: `${pointer} is a literal secret; it is not copied`,
      hint: `\`${reference}\` could stand in its place`,
      server: one.name,
    });
    return `${pointer.slice(1).replaceAll('/', '.')} is not copied; ${reference} could stand in its place`;
  });
  const notes = [...said.rest.map(([key, value]) => `${key}: ${safeText(value, key)}`), ...secrets];
  return [
    {
      name: one.name,
      server: portable(moving.ports, server),
      comment: [...notes, ...details(one).map((line) => line.trim())],
    },
  ];
}

interface Said {
  /** In the manifest's words; undefined where it is none. */
  readonly server: JsonObject | undefined;
  /** What it has besides. */
  readonly rest: readonly (readonly [string, Json])[];
}

function startOf({ start }: OlderPackage): Said {
  if (start === undefined) return { server: undefined, rest: [] };
  return { server: escaped({ command: start.command, args: [...start.args] }) as JsonObject, rest: [] };
}

/** The members that have a place in a manifest. Remote servers of one host had a word of their own for their address. */
const members: Readonly<Record<string, string>> = {
  command: 'command',
  args: 'args',
  env: 'env',
  cwd: 'cwd',
  url: 'url',
  httpUrl: 'url',
  headers: 'headers',
  envFile: 'envFile',
};

const remoteMembers: readonly string[] = ['url', 'httpUrl', 'headers'];
const localMembers: readonly string[] = ['command', 'args', 'env', 'cwd', 'envFile'];

function serverFrom(config: JsonObject): Said {
  const entries = Object.entries(config).filter(([, value]) => value !== null && !isEmpty(value));
  // What belongs to the other kind of server has no place in this one.
  const foreign = typeof config.command === 'string' ? remoteMembers : localMembers;
  const isPlaced = (key: string) => members[key] !== undefined && !foreign.includes(key);
  const known = entries.flatMap(([key, value]) => {
    const name = members[key];
    return name === undefined || !isPlaced(key) ? [] : [[name, escaped(value)] as const];
  });
  const server = object(known);
  const isServer = typeof server.command === 'string' || typeof server.url === 'string';
  const transport = config.type === 'sse' && Object.hasOwn(server, 'url') ? [['transport', 'sse'] as const] : [];
  const off = config.disabled === true ? [['enabled', false] as const] : [];
  const rest = entries.filter(([key]) => !isPlaced(key) && !['name', 'type', 'disabled'].includes(key));
  return { server: isServer ? object([...known, ...transport, ...off]) : undefined, rest };
}

function isEmpty(value: Json): boolean {
  return (isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}

/** Literal text, which is what the older tool knew alone; numbers and switches as the texts that a host makes of them. */
function escaped(value: Json): Json {
  if (isArray(value)) return value.map(escaped);
  if (isObject(value)) return object(Object.entries(value).map(([key, member]) => [key, escaped(member)]));
  return value === null ? '' : escapeLiteral(String(value));
}

/** Paths below the home directory begin with `${home}`, so that the manifest is the same for another user. */
function portable({ surroundings: { home, platform } }: WritePorts, server: JsonObject): JsonObject {
  const { relative, isAbsolute } = pathsOf(platform);
  const homely = (value: Json | undefined): Json | undefined => {
    if (isArray(value)) return value.map((item) => homely(item) ?? item);
    if (typeof value !== 'string' || !isAbsolute(value) || !isWithin(platform, home, value)) return value;
    return `\${home}/${relative(home, value).replaceAll('\\', '/')}`;
  };
  return object(
    Object.entries(server).map(([key, value]) => [
      key,
      ['command', 'args', 'cwd'].includes(key) ? (homely(value) ?? value) : value,
    ]),
  );
}

/** Everything else that is known of a package. */
function details({ rest, dependencies, hosts }: OlderPackage): readonly string[] {
  return [
    ...kept('', rest),
    ...(dependencies === undefined || isEmpty(dependencies) ? [] : [`    needs ${safeText(dependencies)}`]),
    ...hosts.flatMap(({ host, rest: known }) => kept(`in ${host}`, known)),
  ];
}

function kept(subject: string, rest: JsonObject): readonly string[] {
  const said = Object.entries(rest).filter(([, value]) => value !== null && !isEmpty(value));
  if (said.length === 0) return [];
  const line = said.map(([key, value]) => `${key} ${safeText(value, key)}`).join(', ');
  return [`  ${subject === '' ? '' : `${subject}: `}${line}`];
}

/** As text for a comment, without what may be a secret. */
function safeText(value: Json, key?: string): string {
  if (typeof value === 'string')
    return isLiteralSecret(key, value) || isSecretUrl(value) ? '(a secret, not copied)' : value;
  if (isArray(value)) return `[${value.map((item) => safeText(item, key)).join(', ')}]`;
  if (!isObject(value)) return canonical(value);
  return `{ ${Object.entries(value)
    .map(([name, member]) => `${name}: ${safeText(member, name)}`)
    .join(', ')} }`;
}
