// A home as the tutorials take it for granted: their hosts, groups of hosts and environments under the names they use,
// packages in a folder that is a registry, and the backups that they restore.

import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { type Home, places, scratchHome } from './home.ts';

type Servers = readonly string[];

/** What a tutorial expects to be there before it begins. */
interface Stage {
  /** Environment → its servers. */
  readonly environments: Readonly<Record<string, Servers>>;
  /** Target → its servers. Whatever is no host of ours, or a name of the tutorial's own, is a file. */
  readonly hosts: Readonly<Record<string, Servers>>;
  /** Group → its targets. */
  readonly groups: Readonly<Record<string, Servers>>;
}

const apis = ['weather-api', 'news-api'];

const stages: readonly Stage[] = [
  {
    environments: {
      base: ['weather-toolkit'],
      staging: ['weather-toolkit', 'monitoring-tools'],
      'previous-working-env': ['weather-toolkit'],
    },
    hosts: { lmstudio: [] },
    groups: {},
  },
  {
    environments: {
      production: ['filesystem-server', 'database-server', 'search-api'],
      development: ['dev-lint', 'rest-api', 'weather'],
      staging: ['test-probe', 'docs-api'],
      'dev-tools': ['dev-lint', 'formatter'],
      prod: ['filesystem-server', 'api-server', 'db-server', 'cache-server', 'prod-mail', 'production-log'],
      dev: ['dev-lint', 'formatter'],
    },
    hosts: {
      'claude-desktop': [...apis, 'figma'],
      'production-host': ['prod-mail', 'wiki'],
      'staging-host': [],
      'old-host': ['linear', 'sentry'],
      'new-host': [],
      lmstudio: [],
      gemini: [],
    },
    groups: {},
  },
  {
    environments: {
      production: ['prod-mail', 'prod-secrets', 'metric-store', 'mail-beta', 'search-dev'],
      development: [
        'weather-api',
        'news-api',
        'file-api',
        'dev-lint',
        'experimental-map',
        'weather-api-v2',
        'news-api-v3',
      ],
      staging: ['docs-api', 'mail'],
      dev: ['dev-lint'],
      'weather-dashboard': ['weather-dashboard-map', 'calendar'],
      'infrastructure-template': ['infra-proxy', 'app'],
      'last-known-good': ['prod-mail', 'docs-api'],
    },
    hosts: {
      'claude-desktop': ['weather-api', 'news-aggregator', 'file-manager', 'monitoring-tools'],
      'production-host': ['prod-mail', 'dev-lint', 'test-probe'],
      staging: ['search-v1', 'mail-v2'],
      development: ['redis-cache', 'notes'],
      'team-standard': ['linear', 'sentry'],
      ...{ 'staging-claude': [], 'production-claude': [], 'dev1-claude': [], 'dev2-cursor': [], 'dev3-vscode': [] },
      ...{ lmstudio: [], dev: [], 'prod-infrastructure': [] },
    },
    groups: {
      'staging-hosts': ['staging-claude'],
      'production-hosts': ['production-claude', 'production-host'],
      'development-hosts': ['dev1-claude', 'dev2-cursor'],
      'testing-hosts': ['dev3-vscode'],
      'team-hosts': ['dev1-claude', 'dev2-cursor', 'dev3-vscode'],
    },
  },
  {
    environments: { default: ['figma'] },
    hosts: { 'claude-desktop': ['figma'], vscode: ['figma'], cursor: ['figma'] },
    groups: {},
  },
];

const packages = [
  ...['weather-toolkit', 'news-aggregator', 'file-manager', 'weather-toolkit-pro', 'news-aggregator-stable'],
  ...['monitoring-tools', 'weather-toolkit-beta', 'test-utilities'],
];

const realHosts = ['claude-desktop', 'cursor', 'vscode'] as const;

/** Path of a target's file from the home directory. */
export function fileOf(target: string): string {
  const known = realHosts.find((host) => host === target);
  return known === undefined ? `project/hosts/${target}.json` : places[known];
}

/** The member of its file that holds a target's servers. */
export function memberOf(target: string): string {
  return target === 'vscode' ? 'servers' : 'mcpServers';
}

const definitions = (names: Servers) => Object.fromEntries(names.map((name) => [name, { command: `${name}-mcp` }]));

/** The home of the tutorial with this number. */
export function seedHome(number: number): Home {
  const stage = stages[number];
  if (stage === undefined) throw new Error(`nothing is prepared for tutorial ${number}`);
  const home = scratchHome();
  for (const target of targetsOf(stage)) home.write(fileOf(target), hostFile(target, stage.hosts[target] ?? []));
  home.write('project/hatch.mcp.yaml', stringify(manifestOf(stage)));
  for (const name of packages) home.write(`project/registry/${name}.json`, JSON.stringify(registered(name)));
  home.write('project/package-name/package.json', JSON.stringify(packageFolder));
  home.write('project/package-name/server.js', '#!/usr/bin/env node\n');
  home.env.HATCH_REGISTRY = `${home.path}/project/registry`;
  home.env.HATCH_MANIFEST = `${home.path}/project/hatch.mcp.yaml`;
  backUp(home, 'claude-desktop', 'claude-desktop_20231201_150000.json', undefined);
  backUp(home, 'vscode', 'mcp.json.vscode.20250921_100000_123456', '2025-09-21T10:00:00.123Z');
  return home;
}

/** The hosts of ours that all tutorials use, and what else this one names. */
function targetsOf({ hosts }: Stage): readonly string[] {
  return [...new Set([...realHosts, ...Object.keys(hosts)])];
}

function hostFile(target: string, names: Servers): string {
  return `${JSON.stringify({ theme: 'dark', [memberOf(target)]: definitions(names) }, null, 2)}\n`;
}

function manifestOf(stage: Stage) {
  const named = Object.entries(stage.environments).map(([name, servers]) => [name, { servers: definitions(servers) }]);
  const isOwn = (name: string) => !realHosts.some((host) => host === name);
  const targets = targetsOf(stage).map((name) => [
    name,
    isOwn(name) ? { type: 'cursor', path: `./hosts/${name}.json` } : {},
  ]);
  return {
    version: 1,
    name: 'acme-tools',
    environment: Object.keys(stage.environments)[0],
    defaults: { onUnsupported: 'bridge' },
    environments: Object.fromEntries(named),
    targets: Object.fromEntries(targets),
    groups: stage.groups,
  };
}

/** A server.json as a registry has it. */
function registered(name: string) {
  return {
    name: `example.acme/${name}`,
    description: `The server ${name}`,
    version: '1.4.0',
    remotes: [{ type: 'streamable-http', url: `https://tools.acme.example/${name}/mcp` }],
  };
}

const packageFolder = {
  name: 'package-name',
  version: '1.0.0',
  description: 'A server of our own',
  bin: { 'package-name': './server.js' },
};

/** A copy that was made before: with the sidecar of ours where a time is given, else a file of unknown origin. */
function backUp(home: Home, host: string, name: string, taken: string | undefined): void {
  const text = hostFile(host, [`${host}-then`]);
  const folder = `.hatch/mcp_host_config_backups/${host}`;
  home.write(`${folder}/${name}`, text);
  if (taken === undefined) return;
  const original = `${home.path}/${fileOf(host)}`;
  const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');
  const details = { original, mode: 0o600, digest: sha256(text), existed: true, size: text.length, sequence: 0, taken };
  home.write(
    `${folder}/.${name}.${sha256(original).slice(0, 12)}.json`,
    JSON.stringify({ formatVersion: 1, ...details }),
  );
}
