// What may stand at the end of an unfinished command line: commands, flags and their values. Where nothing is known
// nothing is offered.

import { type Candidate, candidatesFrom, type Source, type ValuePorts } from './candidate-values.ts';
import type { CommandDeclaration } from './declaration.ts';
import { commands } from './declarations.ts';
import { everywhere, type FlagName, flags } from './flags.ts';
import { find } from './parse.ts';

/** `file` and `folder` leave it to the shell. */
export type Offer = readonly Candidate[] | 'file' | 'folder';

/** Flag → where its values come from; by command and flag where it means something else there. */
const flagSources: Readonly<Record<string, Source>> = {
  host: 'targets',
  'to-host': 'targets',
  'from-host': 'single targets',
  'init --from-host': 'hosts',
  environment: 'environments',
  'from-env': 'environments',
  env: 'environments',
  'configure --env': [],
  servers: 'servers',
  take: 'entries',
  keep: 'entries',
  externalize: 'entries',
  backup: 'backups',
  timestamp: 'stamps',
  manifest: 'file',
  out: 'file',
  'env-file': 'file',
  'env-from': 'file',
  root: 'folder',
  cwd: 'folder',
  references: ['native', 'inline'],
  'on-unsupported': ['error', 'warn', 'bridge'],
  format: ['text', 'json', 'json-patch', 'markdown', 'github', 'junit', 'sarif'],
  transport: ['stdio', 'http', 'sse', 'ws'],
  language: ['typescript', 'python'],
};

/** Argument → where its values come from, by command and name, or by name alone. */
const argumentSources: Readonly<Record<string, Source>> = {
  HOST: 'targets',
  'TARGET/SERVER': 'entries',
  RUN: 'runs',
  PATH: 'file',
  'plan.json': 'file',
  'env use NAME': 'environments',
  'env remove NAME': 'environments',
  'env show NAME': 'environments',
  'show servers NAME': 'servers',
  'remove server NAME': 'servers',
  'configure NAME': 'servers',
  'package remove NAME': 'packages',
  'package show NAME': 'packages',
  'package sync NAME': 'packages',
  'package update NAME': 'packages',
  'package add PACKAGE': 'folder',
  'schema NAME': ['manifest', 'report'],
  SHELL: ['bash', 'zsh', 'fish'],
};

/** What fits the last of the words, which may be empty; the program's own name is not among them. */
export async function candidates(ports: ValuePorts, words: readonly string[]): Promise<Offer> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  if (before.includes('--')) return 'file';
  const { command, family } = find(before);
  const waiting = flagBefore(before.at(-1));
  if (waiting !== undefined) return valuesOf(ports, before, command, waiting, current, '');
  const [, name = '', value] = /^--([\w-]+)=(.*)$/s.exec(current) ?? [];
  if (value !== undefined && isFlag(name)) return valuesOf(ports, before, command, name, value, `--${name}=`);
  if (current.startsWith('-')) return fitting(flagCandidates(command, before), current);
  if (command === undefined) return fitting(commandCandidates(before, family), current);
  const longer = fitting(longerCommands(command, before), current);
  if (longer.length > 0) return longer;
  const argument = argumentAt(command, before);
  if (argument === undefined) return [];
  const source = argumentSources[`${command.path.join(' ')} ${argument}`] ?? argumentSources[argument];
  return source === undefined ? [] : valuesFrom(ports, before, source, current, '');
}

function isFlag(name: string): name is FlagName {
  return Object.hasOwn(flags, name);
}

/** The flag that waits for its value. */
function flagBefore(word: string | undefined): FlagName | undefined {
  const all = Object.keys(flags).filter(isFlag);
  const flag = all.find((name) => word === `--${name}` || word === `-${flags[name].short}`);
  return flag !== undefined && flags[flag].kind !== 'switch' ? flag : undefined;
}

function valuesOf(
  ports: ValuePorts,
  before: readonly string[],
  command: CommandDeclaration | undefined,
  flag: FlagName,
  typed: string,
  prefix: string,
): Promise<Offer> {
  const source = flagSources[`${command?.path.join(' ')} --${flag}`] ?? flagSources[flag];
  if (command === undefined || source === undefined || !takes(command, flag)) return Promise.resolve([]);
  return valuesFrom(ports, before, source, typed, prefix, flags[flag].kind === 'list');
}

function takes(command: CommandDeclaration, flag: FlagName): boolean {
  return command.flags.includes(flag) || everywhere.includes(flag);
}

/** In a list the last item alone is completed, and what stands before it is not offered again. */
async function valuesFrom(
  ports: ValuePorts,
  before: readonly string[],
  source: Source,
  typed: string,
  prefix: string,
  isList = false,
): Promise<Offer> {
  if (source === 'file' || source === 'folder') return source;
  const done = isList ? typed.slice(0, typed.lastIndexOf(',') + 1) : '';
  const taken = done.split(',');
  const { command } = find(before);
  const options = {
    manifest: valueIn(before, 'manifest'),
    root: valueIn(before, 'root'),
    hosts: hostsIn(command, before),
  };
  const values =
    typeof source === 'string' ? await candidatesFrom(ports, options, source) : source.map((value) => ({ value }));
  const free = values.filter(({ value }) => !taken.includes(value));
  return fitting(
    free.map((one) => ({ ...one, value: prefix + done + one.value })),
    prefix + typed,
  );
}

function fitting(all: readonly Candidate[], typed: string): readonly Candidate[] {
  const seen = new Set<string>();
  return all.filter(({ value }) => value.startsWith(typed) && !seen.has(value) && seen.add(value));
}

/** First words, or the second ones of a family. */
function commandCandidates(before: readonly string[], family: readonly CommandDeclaration[]): readonly Candidate[] {
  const isFirst = before.filter((word) => !word.startsWith('-') && word !== 'mcp' && word !== 'help').length === 0;
  if (!isFirst) return family.map(({ path, says }) => ({ value: path[1] ?? '', says }));
  return commands.map(({ path, says }) => ({
    value: path[0],
    says: path.length === 1 ? says : familyWords(path[0]),
  }));
}

/** The words that make another command of one that is whole already, as `accept` after `drift`. */
function longerCommands(command: CommandDeclaration, before: readonly string[]): readonly Candidate[] {
  if (argumentsIn(command, before).length > 0) return [];
  const { length } = command.path;
  const longer = commands.filter(
    ({ path }) => path.length > length && command.path.every((word, i) => path[i] === word),
  );
  return longer.map(({ path, says }) => ({ value: path[length] ?? '', says }));
}

/** `create, list, restore, clean`. */
function familyWords(first: string): string {
  const own = commands.filter(({ path }) => path[0] === first);
  return own.map(({ path }) => path[1]).join(', ');
}

/** What may be said once and stands there already is not offered again. */
function flagCandidates(command: CommandDeclaration | undefined, before: readonly string[]): readonly Candidate[] {
  const help = { value: '--help', says: 'explain the command' };
  if (command === undefined) return [help, { value: '--version', says: 'print the version' }];
  const open = [...command.flags, ...everywhere].filter(
    (flag) => ['list', 'pairs'].includes(flags[flag].kind) || !before.includes(`--${flag}`),
  );
  return [...open.map((flag) => ({ value: `--${flag}`, says: flags[flag].says })), help];
}

/** What stands on the line besides flags and the command's own words. */
function argumentsIn(command: CommandDeclaration, before: readonly string[]): readonly string[] {
  const isWord = (word: string, i: number) => !word.startsWith('-') && flagBefore(before[i - 1]) === undefined;
  return before.filter(isWord).slice(command.path.length + (before[0] === 'mcp' ? 1 : 0));
}

/** The argument that comes next; undefined where there is no more. */
function argumentAt(command: CommandDeclaration, before: readonly string[]): string | undefined {
  const known = command.arguments ?? [];
  return (known[argumentsIn(command, before).length] ?? known.filter(({ rest }) => rest).at(-1))?.name;
}

/** The hosts that the line names, by its flag or as arguments: they narrow what else is offered. */
function hostsIn(command: CommandDeclaration | undefined, before: readonly string[]): readonly string[] | undefined {
  const flagged = valueIn(before, 'host')?.split(',');
  const takesHosts = command?.arguments?.some(({ name }) => name === 'HOST') === true;
  const named = command !== undefined && takesHosts ? argumentsIn(command, before) : [];
  return flagged ?? (named.length > 0 ? named : undefined);
}

function valueIn(before: readonly string[], flag: FlagName): string | undefined {
  const at = before.lastIndexOf(`--${flag}`);
  const assigned = before.findLast((word) => word.startsWith(`--${flag}=`));
  return at >= 0 ? before[at + 1] : assigned?.slice(flag.length + 3);
}
