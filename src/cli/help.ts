// Help: all commands on one screen, and a page for each.

import { columns, displayWidth, pad, wrapped } from '../report/columns.ts';
import type { Look, Paint } from '../report/paint.ts';
import type { CommandDeclaration, Group } from './declaration.ts';
import { groups } from './declarations.ts';
import { everywhere, type FlagName, flags } from './flags.ts';

const name = ({ path }: CommandDeclaration) => path.join(' ');

/** What a command, or a family of commands, is for, in a few words; without it the sentence of its page stands. */
const briefs: Readonly<Record<string, string>> = {
  init: 'write a manifest, from the hosts here or a starter',
  validate: 'check a manifest; touches no host',
  plan: 'show what would change, and why; writes nothing',
  apply: 'plan, ask, write: one transaction, with backups',
  status: 'what is not as wanted, each with two letters',
  drift: 'what others changed since we last applied',
  watch: 'tell drift as files change, or put it back',
  explain: 'three states of one server, and the rule that decided',
  history: 'the runs that wrote something',
  hosts: 'every host we know, its files and formats',
  doctor: 'where servers stand here and why, and what is wrong',
  list: "what hosts' files hold, and whose it is",
  show: 'the same in full, or a saved plan',
  discover: 'what an environment gives; the hosts here',
  adopt: 'look after servers that are there; touches no host',
  forget: 'drop records; touches no host and no manifest',
  destroy: 'remove all that this manifest wrote',
  sync: 'give servers of an environment or a host to others, once',
  configure: 'give one server to hosts, and keep it in the manifest',
  remove: "take one server, or a host's all, away",
  rollback: 'undo a run; shown first, and can itself be undone',
  backup: "copies of hosts' files",
  env: 'environments',
  package: 'locked packages',
  create: 'a folder for a new package',
  check: 'start servers, and see that they answer',
  unlock: 'remove the lock of a run that is gone',
  schema: 'print a JSON Schema: manifest or report',
  completion: 'print the completion script of a shell',
};

/** A line of the overview: commands with one first word, and what they are for. */
interface OverviewLine {
  readonly title: string;
  readonly words: string;
  readonly says: string;
}

/** Every command by purpose, the commands of a family on one line; `only` gives one family in full. */
export function overview({ paint, limit }: Look, only?: readonly CommandDeclaration[]): string {
  const more = `${paint('hatch COMMAND --help', 'cyan')} has flags and examples. All take --json and --no-color.`;
  if (only !== undefined) {
    const rows = only.map((one) => [paint(name(one), 'cyan'), one.says]);
    return [...columns(rows, '  ', limit), '', more].join('\n');
  }
  const rows = groups
    .flatMap(overviewLines)
    .map(({ title, words, says }) => [paint(title, 'bold'), paint(words, 'cyan'), says]);
  return [
    'hatch: one manifest, a reviewed plan, every MCP host on the machine as it says.',
    '',
    ...columns(rows, '', limit),
    '',
    more,
  ].join('\n');
}

function overviewLines({ title, commands }: Group, index: number): readonly OverviewLine[] {
  const isNew = title !== groups[index - 1]?.title;
  const firsts = [...new Set(commands.map(({ path }) => path[0]))];
  return firsts.map((first, i) => {
    const own = commands.filter(({ path }) => path[0] === first);
    const seconds = own.flatMap(({ path }) => path.slice(1));
    const brief = briefs[first] ?? own[0]?.says ?? '';
    // In brackets where the first word is a command by itself.
    const more = own.length > seconds.length ? `[${seconds.join('|')}]` : seconds.join('|');
    const says = seconds.length === 0 ? brief : `${more}: ${brief}`;
    return { title: i === 0 && isNew ? title : '', words: first, says };
  });
}

/** The page of one command, in a terminal within its width. */
export function page(command: CommandDeclaration, { paint, limit = Number.POSITIVE_INFINITY }: Look): string {
  const heading = (title: string) => paint(title, 'bold');
  const own = command.flags.map((flag) => flagRow(flag, paint, command.means?.[flag]));
  const common = everywhere.map((flag) => flagRow(flag, paint));
  return [
    `${command.says}.`,
    `${heading('Usage')}  ${usage(command)}`,
    ...(command.details === undefined ? [] : [command.details.flatMap((line) => wrapped(line, limit)).join('\n')]),
    [heading('Flags'), ...flagLines([...own, ...common], limit)].join('\n'),
    [
      heading('Examples'),
      ...exampleLines(
        command.examples.map(([line, says]) => [paint(`hatch ${line}`, 'cyan'), paint(says, 'dim')] as const),
        limit,
      ),
    ].join('\n'),
  ].join('\n\n');
}

/** What a flag says goes on below itself where the line is too short. */
function flagLines(rows: readonly (readonly [written: string, says: string])[], limit: number): readonly string[] {
  const width = Math.max(...rows.map(([written]) => displayWidth(written)));
  return rows.flatMap(([written, says]) =>
    wrapped(says, limit - width - 4).map((line, i) => `  ${pad(i === 0 ? written : '', width)}  ${line}`),
  );
}

/** What an example does stands beside it where all of them fit so, else below. */
function exampleLines(rows: readonly (readonly [line: string, says: string])[], limit: number): readonly string[] {
  const beside = columns(rows, '  ');
  if (beside.every((line) => displayWidth(line) <= limit)) return beside;
  return rows.flatMap(([line, says]) => [`  ${line}`, `      ${says}`]);
}

/** `hatch apply [plan.json] [flags]`. */
function usage(command: CommandDeclaration): string {
  const words = (command.arguments ?? []).map(({ name: word, required, rest }) => {
    const dots = rest ? ' …' : '';
    return required ? `${word}${dots}` : `[${word}${dots}]`;
  });
  return ['hatch', name(command), ...words, '[flags]'].join(' ');
}

/** `means` is what the flag means to this command, where that is its own; the default is another one then too. */
function flagRow(
  flag: FlagName,
  paint: Paint,
  means?: readonly [value: string | undefined, says: string],
): readonly [string, string] {
  const { short, variable, ...general } = flags[flag];
  const [value, says] = means ?? [general.value, general.says];
  const written = `${short === undefined ? '' : `-${short}, `}--${flag}${value === undefined ? '' : ` ${value}`}`;
  const notes = [
    general.default === undefined || means !== undefined ? '' : `default: ${general.default}`,
    variable === undefined ? '' : `or ${variable}`,
  ].filter((note) => note !== '');
  return [paint(written, 'cyan'), notes.length === 0 ? says : `${says} ${paint(`(${notes.join('; ')})`, 'dim')}`];
}
