// `init`: writes a commented manifest from what the hosts of this machine hold, or a starter.

import type { FileChange } from '../apply/request.ts';
import { encodeText } from '../formats/index.ts';
import { type Host, hosts, locate } from '../hosts/index.ts';
import { type Draft, type DraftServer, printDraft } from '../manifest/draft.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { equal, get, isObject, type JsonObject, object } from '../model/json.ts';
import { pathsOf } from '../system/paths.ts';
import type { Surroundings } from '../system/system.ts';
import { type FoundServer, foundServers } from './found-servers.ts';
import { hostNamed } from './host-named.ts';
import type { ApplyOptions, ReadPorts, WritePorts } from './options.ts';
import { readPatiently } from './recorded.ts';
import { type Holding, sayable } from './sayable.ts';
import { writeManifest } from './write-manifest.ts';

export interface InitOptions {
  /** Host ids; all that are found by default. */
  readonly fromHosts?: readonly string[] | undefined;
  /** Hosts without servers become targets too. */
  readonly all?: boolean;
  /** Where the manifest goes; `hatch.mcp.yaml` in the working directory by default. */
  readonly path?: string | undefined;
  /** Replace a manifest that is there. */
  readonly force?: boolean;
  /** Hosts are looked for below this folder. */
  readonly root?: string | undefined;
}

export interface InitReport {
  readonly path: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly hosts: readonly { readonly id: string; readonly servers: readonly string[] }[];
}

const shared = 'shared';

/** Throws HatchError `refused` where there is a manifest already, `usage` for an unknown host. */
export async function init(
  ports: WritePorts,
  options: InitOptions,
  how: Pick<ApplyOptions, 'command' | 'lockTimeout'>,
): Promise<InitReport> {
  const { path, owner, write } = newManifest(ports, options);
  const all = await findAll(ports, options, pathsOf(ports.surroundings.platform).dirname(path));
  const asked = { environment: shared, root: options.root };
  const isAny = all.some(({ servers }) => servers.length > 0);
  const draftOf = (hosts: readonly FoundHost[]) => ({ path, text: draftManifest(owner, hosts) });
  const found = isAny ? await sayable(ports, asked, all, draftOf) : all;
  const draft = draftOf(found).text;
  await write(draft, how);
  return {
    path,
    text: draft,
    findings: found.flatMap(({ findings }) => findings),
    hosts: found.map(({ host, servers }) => ({ id: host.id, servers: servers.map(({ name }) => name) })),
  };
}

/** A manifest that is not there yet, or may be replaced. */
interface NewManifest {
  readonly path: string;
  /** A name for it, from its folder. */
  readonly owner: string;
  readonly write: (text: string, how: Pick<ApplyOptions, 'command' | 'lockTimeout'>) => Promise<void>;
}

/** Throws HatchError `refused` where there is one already and it is not forced. */
export function newManifest(ports: WritePorts, options: Pick<InitOptions, 'path' | 'force'>): NewManifest {
  const { system, surroundings } = ports;
  const { join, resolve } = pathsOf(surroundings.platform);
  const path = resolve(surroundings.cwd, options.path ?? join(surroundings.cwd, 'hatch.mcp.yaml'));
  const before = system.read(path);
  if (before !== undefined && !options.force) {
    throw new HatchError('refused', `${path} is there already`, {
      hint: 'to take over servers into it, use `hatch adopt`; to replace it, add --force',
    });
  }
  const owner = ownerName(surroundings, path);
  const write: NewManifest['write'] = async (text, how) => {
    const change: FileChange = {
      path,
      role: 'manifest',
      label: 'manifest',
      before,
      render: () => encodeText(text),
      mode: 0o644,
      inPlace: false,
    };
    await writeManifest(ports, change, { owner, kind: 'init', ...how });
  };
  return { path, owner, write };
}

interface FoundHost extends Holding {
  readonly host: Host;
}

async function findAll(
  ports: ReadPorts,
  { fromHosts, all, root }: InitOptions,
  folder: string,
): Promise<readonly FoundHost[]> {
  const chosen =
    fromHosts === undefined
      ? hosts.filter(({ scopes }) => scopes.user !== undefined)
      : fromHosts.map((name) => hostNamed(name));
  const found: FoundHost[] = [];
  for (const host of chosen) {
    const one = await findOne(ports, host, folder, root);
    if (one !== undefined && (one.servers.length > 0 || one.findings.length > 0 || all || fromHosts !== undefined))
      found.push(one);
  }
  return found;
}

/** Undefined where the host is not on this machine. */
async function findOne(
  { system, surroundings }: ReadPorts,
  host: Host,
  folder: string,
  root: string | undefined,
): Promise<FoundHost | undefined> {
  const { platform } = surroundings;
  const home = root === undefined ? surroundings.home : pathsOf(platform).join(root, surroundings.home);
  const variables = root === undefined ? surroundings.env : {};
  const located = locate(host, { scope: 'user', platform, home, variables, project: folder, path: undefined }, system);
  if ('severity' in located)
    return { host, servers: [], findings: [{ ...located, target: host.id, severity: 'warning' }] };
  if (!located.present) return undefined;
  const actual = await readPatiently(system, platform, located);
  if (actual.state === 'unreadable')
    return {
      host,
      servers: [],
      findings: actual.findings.map((finding) => ({ ...finding, target: host.id, severity: 'warning' })),
    };
  return { host, ...foundServers(surroundings, folder, { name: host.id, host, home, actual }, () => true) };
}

/** A manifest under which every host keeps just what it has: one rule for each. */
function draftManifest(name: string, found: readonly FoundHost[]): string {
  const holding = found.filter(({ servers }) => servers.length > 0);
  if (holding.length === 0) return printDraft(starter(name, found));
  const common = commonServers(holding);
  const isCommon = ({ name: server }: FoundServer) => Object.hasOwn(common, server);
  const first = new Map(
    holding
      .flatMap(({ servers }) => servers)
      .reverse()
      .map((one) => [one.name, one]),
  );
  const shareable = [...first.values()].filter(isCommon).map((one) => draftServer(one, common[one.name] as JsonObject));
  const own = holding.filter(({ servers }) => !servers.every(isCommon));
  return printDraft({
    comment: [
      ...heading,
      'Taken from the hosts as they were; `hatch adopt --all` records these servers as managed from here.',
    ],
    name,
    environment: shared,
    environments: [
      {
        name: shared,
        members: { description: 'Servers that are the same in every host that has them' },
        servers: shareable.reverse(),
      },
      ...own.map(({ host, servers }) => ({
        name: host.id,
        members: { extends: shared },
        servers: servers.filter((one) => !isCommon(one)).map((one) => draftServer(one, one.server)),
      })),
    ],
    targets: found.map(({ host }) => [host.id, { scope: 'user' }]),
    rules: holding.map(({ host, servers }) => ({
      environment: servers.every(isCommon) ? shared : host.id,
      to: [host.id],
      servers: servers.map((one) => one.name),
    })),
    remarks: remarksOn(found),
  });
}

/** Servers that are left as a whole, since a manifest cannot say them without saying a secret, or not at all. */
function remarksOn(found: readonly FoundHost[]): readonly string[] {
  const lines = found.flatMap(({ host, servers, findings }) => {
    const taken = new Set(servers.map(({ name }) => name));
    const left = findings.filter(
      ({ code, server = '' }) => code !== 'no-server' && server !== '' && !taken.has(server),
    );
    return left.map(({ server = '', message }) => `  ${host.id}/${server}: ${message}`);
  });
  return lines.length === 0 ? [] : ['Left in their hosts, and not managed from here:', ...lines];
}

function draftServer({ name, left }: FoundServer, server: JsonObject): DraftServer {
  return { name, server, comment: left };
}

/** Raw fields of several hosts may stand side by side in one definition. */
function commonServers(found: readonly FoundHost[]): JsonObject {
  const common = new Map<string, JsonObject | undefined>();
  for (const { servers } of found) {
    for (const { name, server } of servers) {
      const known = common.get(name);
      common.set(name, common.has(name) ? known && join(known, server) : server);
    }
  }
  return object([...common].flatMap(([name, server]) => (server === undefined ? [] : [[name, server] as const])));
}

/** The one definition that says both; undefined where they differ. */
function join(left: JsonObject, right: JsonObject): JsonObject | undefined {
  const plain = (server: JsonObject) => object(Object.entries(server).filter(([key]) => key !== 'hosts'));
  if (!equal(plain(left), plain(right))) return undefined;
  const raw = [get(left, 'hosts'), get(right, 'hosts')].filter(isObject);
  return raw.length === 0
    ? left
    : object([...Object.entries(plain(left)), ['hosts', object(raw.flatMap((each) => Object.entries(each)))]]);
}

const heading = [
  'What every MCP host on this machine should hold. `hatch plan` shows what would change, `hatch apply` does it.',
];

/** Something to begin with, for a project or for the hosts that are there. */
function starter(name: string, found: readonly FoundHost[]): Draft {
  const comment = [
    'A secret stays in the surroundings, and the host gets its own words for it, as in',
    'headers: { Authorization: "Bearer ${env:GITHUB_TOKEN}" }',
  ];
  const targets = found.map(({ host }): [string, JsonObject] => [host.id, {}]);
  // Where no host is here, a project's file does no harm.
  const withProject = hosts.filter(({ scopes }) => scopes.project !== undefined).slice(0, 1);
  const fallback = withProject.map(({ id }): [string, JsonObject] => [id, { scope: 'project' }]);
  return {
    comment: heading,
    name,
    environment: 'default',
    environments: [
      {
        name: 'default',
        members: {},
        servers: [{ name: 'fetch', server: { command: 'uvx', args: ['mcp-server-fetch'] }, comment }],
      },
    ],
    targets: targets.length > 0 ? targets : fallback,
    rules: [],
    remarks: remarksOn(found),
  };
}

/** The folder's name, as an owner's name may be written. */
function ownerName({ platform }: Surroundings, path: string): string {
  const { basename, dirname } = pathsOf(platform);
  const name = basename(dirname(path))
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '');
  return name === '' ? 'my-servers' : name;
}
