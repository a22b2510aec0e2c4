// What each command of the tutorials is to do: told from the home before and after the call, and from what it printed.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { get, type Json } from '../../src/model/json.ts';
import { fileOf, memberOf } from './seed-home.ts';
import type { SeedCall } from './seeds.ts';

interface Manifest {
  readonly environments: Readonly<Record<string, { readonly servers?: Readonly<Record<string, unknown>> }>>;
  readonly targets: Readonly<Record<string, unknown>>;
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

const manifestIn = (home: string) => parse(readFileSync(join(home, 'project/hatch.mcp.yaml'), 'utf8')) as Manifest;

/** The servers in a target's file, with their values. */
function serversIn(home: string, target: string): Readonly<Record<string, Json>> {
  const file = JSON.parse(readFileSync(join(home, fileOf(target)), 'utf8')) as Json;
  return (get(file, memberOf(target)) ?? {}) as Readonly<Record<string, Json>>;
}

const namesIn = (home: string, target: string) => Object.keys(serversIn(home, target)).sort();
const serversOf = (home: string, environment: string) =>
  Object.keys(manifestIn(home).environments[environment]?.servers ?? {});

function currentIn(home: string): string | undefined {
  const file = join(home, '.hatch/environments.json');
  return existsSync(file)
    ? Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)[0]
    : undefined;
}

function copiesIn(home: string, target: string): readonly string[] {
  const folder = join(home, '.hatch/mcp_host_config_backups', target);
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
}

/** Everything below a folder, as one text; what a shell redirects into a file is no doing of ours. */
function everything(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('-config.txt'));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths.map((path) => `${path.slice(folder.length)}\n${readFileSync(path, 'latin1')}`).join('\n');
}

interface Given {
  readonly words: readonly string[];
  all(flag: string): readonly string[];
  one(flag: string): string | undefined;
  has(flag: string): boolean;
}

function givenIn(words: readonly string[]): Given {
  const all = (flag: string) => words.filter((_, i) => words[i - 1] === `--${flag}`);
  return { words, all, one: (flag) => all(flag).at(-1), has: (flag) => words.includes(`--${flag}`) };
}

/** Targets that a word of the command line names: groups and `all` resolved. */
function targetsNamed(home: string, words: string | undefined): readonly string[] {
  const { groups, targets } = manifestIn(home);
  const named = (words ?? '').split(',');
  return [...new Set(named.flatMap((name) => (name === 'all' ? Object.keys(targets) : (groups[name] ?? [name]))))];
}

/** The selected servers are in every target, nothing else came or went; a copy was kept unless none was wanted. */
function synced({ before, after, stdout }: SeedCall, given: Given): void {
  const source = given.one('from-env') ?? given.one('from-host') ?? '';
  const offered = given.has('from-env') ? serversOf(before, source) : namesIn(before, source);
  const exact = given.one('servers')?.split(',');
  const pattern = new RegExp(given.one('pattern') ?? '');
  const chosen = offered.filter((name) => (exact?.includes(name) ?? true) && pattern.test(name));
  const targets = targetsNamed(before, given.one('to-host')).filter((name) => name !== given.one('from-host'));
  assert.match(stdout, source);
  for (const name of chosen) assert.match(stdout, name);
  for (const target of targets) {
    if (!given.has('dry-run')) {
      assert.equal(namesIn(after, target), [...new Set([...namesIn(before, target), ...chosen])].sort(), target);
      assert.match(stdout, new RegExp(`✓ +${target} +${chosen.length} servers?\\b`), target);
    }
    const changed = everythingIn(before, target) !== everythingIn(after, target);
    const more = copiesIn(after, target).length - copiesIn(before, target).length;
    assert.is(more > 0, changed && !given.has('no-backup'), `copies of ${target}`);
  }
  const total = chosen.length * targets.length;
  if (!given.has('dry-run')) assert.match(stdout, new RegExp(`^${total} servers? synchronized from `, 'm'));
}

const everythingIn = (home: string, target: string) => readFileSync(join(home, fileOf(target)), 'utf8');

function configured({ before, after, words }: SeedCall, given: Given): void {
  const name = words[2] ?? '';
  const env = Object.fromEntries(given.all('env').map((pair) => pair.split('=', 2) as [string, string]));
  const expected = { command: given.one('command'), args: given.all('args'), env };
  assert.equal(serversIn(after, given.one('host') ?? '')[name], expected);
  assert.equal(manifestIn(after).environments[currentIn(before) ?? '']?.servers?.[name], expected);
}

/** The files of the hosts are those of the newest copies. */
function backedUp({ before, after, stdout }: SeedCall, given: Given): void {
  for (const host of targetsNamed(before, given.one('host'))) {
    const made = copiesIn(after, host).filter((name) => !copiesIn(before, host).includes(name));
    assert.is(made.length, 1, host);
    assert.match(stdout, made[0] ?? '');
    const copy = join(after, '.hatch/mcp_host_config_backups', host, made[0] ?? '');
    assert.is(readFileSync(copy, 'utf8'), everythingIn(before, host));
    const name = given.one('name');
    if (name !== undefined) assert.match(stdout, name);
  }
}

function restored({ before, after }: SeedCall, given: Given): void {
  const host = given.one('host') ?? '';
  const name = given.one('backup') ?? `mcp.json.${host}.${given.one('timestamp')}`;
  const copy = join(before, '.hatch/mcp_host_config_backups', host, name);
  assert.is(everythingIn(after, host), readFileSync(copy, 'utf8'));
  assert.not.equal(everythingIn(before, host), everythingIn(after, host));
}

type Effect = (call: SeedCall, given: Given) => void;

/** Command → its effect; those that only look, or that `--dry-run` holds back, are also to change nothing. */
const effects: Readonly<Record<string, { readonly looks?: true; readonly check: Effect }>> = {
  'env create': { check: ({ after, words }) => assert.ok(manifestIn(after).environments[words[2] ?? '']) },
  'env use': { check: ({ after, words }) => assert.is(currentIn(after), words[2]) },
  'env list': {
    looks: true,
    check: ({ before, stdout }) => {
      for (const name of Object.keys(manifestIn(before).environments)) assert.match(stdout, name);
    },
  },
  'package add': {
    check: ({ before, after, words }) => {
      const environment = currentIn(before) ?? '';
      const added = serversOf(after, environment).filter((name) => !serversOf(before, environment).includes(name));
      assert.equal(added, [words[2]]);
    },
  },
  'package list': {
    looks: true,
    check: ({ before, stdout }) => {
      const environment = manifestIn(before).environments[currentIn(before) ?? '']?.servers ?? {};
      for (const [name, server] of Object.entries(environment)) {
        if (get(server as Json, 'package') !== undefined) assert.match(stdout, name);
      }
    },
  },
  validate: { looks: true, check: ({ stdout }) => assert.match(stdout, 'package-name') },
  'mcp configure': { check: configured },
  'mcp sync': { check: synced },
  'mcp list servers': {
    looks: true,
    check: ({ before, stdout }, given) => {
      const lines = stdout.split('\n').slice(1, stdout.split('\n').indexOf(''));
      assert.equal(lines.map((line) => line.split(' ')[0]).sort(), namesIn(before, given.one('host') ?? ''));
    },
  },
  'mcp list hosts': {
    looks: true,
    check: ({ before, stdout }) => {
      for (const name of Object.keys(manifestIn(before).targets)) assert.match(stdout, new RegExp(`^${name} `, 'm'));
    },
  },
  'mcp discover servers': {
    looks: true,
    check: ({ before, stdout }, given) => {
      for (const name of serversOf(before, given.one('env') ?? '')) assert.match(stdout, new RegExp(`^${name} `, 'm'));
    },
  },
  'mcp remove host': { check: ({ after, words }) => assert.equal(namesIn(after, words[3] ?? ''), []) },
  'mcp backup create': { check: backedUp },
  'mcp backup list': {
    looks: true,
    check: ({ before, stdout }, given) => {
      for (const name of copiesIn(before, given.one('host') ?? '')) assert.match(stdout, name);
    },
  },
  'mcp backup restore': { check: restored },
  'mcp backup clean': {
    check: ({ before, after }, given) => {
      // All of them are younger, first copies, or not ours.
      const host = given.one('host') ?? '';
      assert.equal(copiesIn(after, host), copiesIn(before, host));
    },
  },
};

/** Throws where the call did not do what its line says. */
export function checkEffect(call: SeedCall): void {
  const command = Object.keys(effects).find((words) => `${call.words.join(' ')} `.startsWith(`${words} `));
  const effect = command === undefined ? undefined : effects[command];
  if (effect === undefined) throw new Error(`nothing is known of what hatch ${call.words.join(' ')} is to do`);
  assert.is(call.code, 0, call.stderr);
  const given = givenIn(call.words);
  effect.check(call, given);
  if (effect.looks || given.has('dry-run')) {
    assert.is(everything(call.after), everything(call.before), 'it was only to look');
  }
}
