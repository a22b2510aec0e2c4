// A command line → the command that is meant, its flags and arguments. The sole importer of clipanion.

// Only its parser: the rest of it costs three times as much at every start, and prints errors to standard output.
import { CliBuilder } from 'clipanion/lib/core.js';
import { HatchError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import type { CommandDeclaration } from './declaration.ts';
import { commands } from './declarations.ts';
import { everywhere, type FlagName, flags } from './flags.ts';
import type { Given } from './values.ts';

export interface CommandLine {
  readonly command: CommandDeclaration;
  readonly given: Given;
  readonly arguments: readonly string[];
}

/** The command that the words name (`mcp` before it changes nothing), or the first words of several. */
export interface Found {
  readonly command: CommandDeclaration | undefined;
  /** Commands that begin with these words, where the words alone are none. */
  readonly family: readonly CommandDeclaration[];
}

/** The tokens before a lone `--`. */
function beforeDashes(argv: readonly string[]): readonly string[] {
  const dashes = argv.indexOf('--');
  return dashes < 0 ? argv : argv.slice(0, dashes);
}

/** Is help asked for? */
export function asksForHelp(argv: readonly string[]): boolean {
  return beforeDashes(argv).some((token) => token === '--help' || token === '-h') || wordsOf(argv)[0] === 'help';
}

/** Is JSON asked for? Known before anything else is, so that errors of the command line are JSON too. */
export function asksForJson(argv: readonly string[]): boolean {
  const tokens = beforeDashes(argv);
  return tokens.some(
    (token, i) => token === '--json' || token === '--format=json' || (token === '--format' && tokens[i + 1] === 'json'),
  );
}

/** Throws HatchError (`usage`) with the nearest known name where the line is not understood. */
export function parse(argv: readonly string[]): CommandLine {
  const { command, family } = find(argv);
  if (command === undefined) throw unknownCommand(argv, family);
  const state = run(command, bound(command, withoutPrefix(argv)), command.path);
  const given = new Map<FlagName, string[]>();
  for (const { name, value } of state.options) {
    const flag = flagOf(command, name);
    const text = typeof value === 'string' ? value : '';
    if (flag !== undefined) given.set(flag, [...(given.get(flag) ?? []), text]);
  }
  return { command, given, arguments: state.positionals.map(({ value }) => value) };
}

/** The words of a line in order, without flags and their values. */
function wordsOf(argv: readonly string[]): readonly string[] {
  const tokens = beforeDashes(argv);
  const isValue = (i: number) => {
    const before = tokens[i - 1] ?? '';
    const flag = all.find((name) => before === `--${name}` || before === `-${flags[name].short}`);
    return flag !== undefined && flags[flag].kind !== 'switch';
  };
  return tokens.filter((token, i) => !token.startsWith('-') && !isValue(i));
}

const all = Object.keys(flags) as FlagName[];

export function find(argv: readonly string[]): Found {
  const words = wordsOf(argv).filter((word, i) => !(i === 0 && (word === 'mcp' || word === 'help')));
  const begins = (path: readonly string[], start: readonly string[]) => start.every((word, i) => path[i] === word);
  // The longest that fits: `drift accept` before `drift`.
  const command = commands
    .filter(({ path }) => begins(words, path))
    .reduce<CommandDeclaration | undefined>(
      (best, one) => (best === undefined || one.path.length > best.path.length ? one : best),
      undefined,
    );
  const family = words[0] === undefined ? [] : commands.filter(({ path }) => path[0] === words[0]);
  return { command, family: command === undefined ? family : [] };
}

function withoutPrefix(argv: readonly string[]): readonly string[] {
  const at = wordsOf(argv)[0] === 'mcp' ? argv.indexOf('mcp') : -1;
  return argv.filter((_, i) => i !== at);
}

/** A value of `texts` may begin with a dash, as arguments of programs do: then it is bound to its flag. */
function bound(command: CommandDeclaration, argv: readonly string[]): readonly string[] {
  const plain = beforeDashes(argv);
  const isTexts = (token: string | undefined) => {
    const flag = token === undefined ? undefined : flagOf(command, token);
    return flag !== undefined && flags[flag].kind === 'texts';
  };
  const isValue = (i: number) => {
    const token = plain[i] ?? '';
    return isTexts(plain[i - 1]) && token.startsWith('-') && flagOf(command, token.split('=')[0] ?? '') === undefined;
  };
  const joined = plain.flatMap((token, i) => {
    if (isValue(i)) return [];
    return isTexts(token) && isValue(i + 1) ? [`${token}=${plain[i + 1]}`] : [token];
  });
  return [...joined, ...argv.slice(plain.length)];
}

function namesOf(flag: FlagName): string[] {
  const { short } = flags[flag];
  return short === undefined ? [`--${flag}`] : [`--${flag}`, `-${short}`];
}

function flagOf(command: CommandDeclaration, name: string): FlagName | undefined {
  return [...command.flags, ...everywhere].find((flag) => namesOf(flag).includes(name));
}

/**
 * Declares to the parser only the flags that the line mentions, since its cost grows with the square of what is
 * declared. Throws HatchError (`usage`).
 */
function run(command: CommandDeclaration, argv: readonly string[], path: readonly string[]) {
  const builder = new CliBuilder({ binaryName: 'hatch' });
  const one = builder.command();
  one.addPath([...path]);
  one.setContext({});
  const mentions = (name: string) => argv.some((token) => token === name || token.startsWith(`${name}=`));
  for (const flag of [...command.flags, ...everywhere]) {
    const names = namesOf(flag).filter(mentions);
    const isSwitch = flags[flag].kind === 'switch';
    if (names.length > 0) one.addOption({ names, arity: isSwitch ? 0 : 1, allowBinding: !isSwitch });
  }
  for (const argument of command.arguments ?? []) {
    if (argument.rest) one.addRest({ name: argument.name, required: argument.required ? 1 : 0 });
    else one.addPositional({ name: argument.name, required: argument.required ?? false });
  }
  try {
    return builder.compile().process([...argv]);
  } catch (error) {
    throw misunderstood(command, reasonOf(error));
  }
}

/** What clipanion has to say: it wraps the reason in its own prose. */
function reasonOf(error: unknown): string {
  const candidates = error instanceof Error && 'candidates' in error ? error.candidates : undefined;
  const first: unknown = Array.isArray(candidates) ? candidates[0] : undefined;
  const reason = typeof first === 'object' && first !== null && 'reason' in first ? first.reason : undefined;
  return typeof reason === 'string' ? reason : '';
}

function misunderstood(command: CommandDeclaration, reason: string): HatchError {
  const name = `hatch ${command.path.join(' ')}`;
  const hint = `hatch ${command.path.join(' ')} --help`;
  const unknown = /option name \("(.*)"\)/s.exec(reason)?.[1];
  if (unknown !== undefined) return unknownFlag(command, unknown);
  const extra = /Extraneous positional argument \("(.*)"\)/s.exec(reason)?.[1];
  if (extra !== undefined) return new HatchError('usage', `${name} does not take \`${extra}\``, { hint });
  const hungry = /Not enough arguments to option (\S+)\./.exec(reason)?.[1];
  if (hungry !== undefined) {
    return new HatchError('usage', `${hungry} needs a value`, {
      hint: `a value that begins with - is given as ${hungry}=…`,
    });
  }
  const missing = command.arguments?.find((argument) => argument.required)?.name;
  return new HatchError(
    'usage',
    missing === undefined ? `${name}: this line is not understood` : `${name} needs ${missing}`,
    { hint },
  );
}

function unknownFlag(command: CommandDeclaration, written: string): HatchError {
  const name = `hatch ${command.path.join(' ')}`;
  const [flag = ''] = written.split('=');
  if (flagOf(command, flag) !== undefined) return new HatchError('usage', `${flag} takes no value`);
  const known = [...command.flags, ...everywhere].map((one) => `--${one}`);
  const near = nearest(flag, known);
  const hint = near === undefined ? `${name} --help` : `did you mean ${near}?`;
  return new HatchError('usage', `${name} has no flag ${flag}`, { hint });
}

function unknownCommand(argv: readonly string[], family: readonly CommandDeclaration[]): HatchError {
  const words = wordsOf(argv).filter((word, i) => !(i === 0 && word === 'mcp'));
  const [first = '', second] = words;
  if (family.length > 0) {
    const names = family.map(({ path }) => path[1] ?? '');
    if (second === undefined) {
      return new HatchError('usage', `hatch ${first} needs one of: ${names.join(', ')}`, {
        hint: `hatch ${first} --help`,
      });
    }
    const near = nearest(second, names);
    const hint = near === undefined ? `hatch ${first} --help` : `did you mean hatch ${first} ${near}?`;
    return new HatchError('usage', `there is no command \`hatch ${first} ${second}\``, { hint });
  }
  const near = nearest(first, new Set(commands.flatMap(({ path }) => [path[0], path.join(' ')])));
  const hint = near === undefined ? 'hatch --help' : `did you mean hatch ${near}?`;
  if (first === '') return new HatchError('usage', 'no command is given', { hint: 'hatch --help' });
  return new HatchError('usage', `there is no command \`hatch ${first}\``, { hint });
}
