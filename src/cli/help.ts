// Help: all commands on one screen, and a page for each.

import { columns } from '../report/columns.ts';
import type { Paint } from '../report/paint.ts';
import type { CommandDeclaration } from './declaration.ts';
import { groups } from './declarations.ts';
import { everywhere, type FlagName, flags } from './flags.ts';

const name = ({ path }: CommandDeclaration) => path.join(' ');

/** Every command by purpose; `only` limits it to a family such as `backup`. */
export function overview(paint: Paint, only?: readonly CommandDeclaration[]): string {
  const shown = groups
    .map(({ title, commands }) => ({ title, commands: commands.filter((one) => only?.includes(one) ?? true) }))
    .filter(({ commands }) => commands.length > 0);
  const width = Math.max(...shown.flatMap(({ commands }) => commands.map((one) => name(one).length)));
  const blocks = shown.map(({ title, commands }) =>
    [paint(title, 'bold'), ...commands.map((one) => `  ${paint(name(one).padEnd(width), 'cyan')}  ${one.says}`)].join(
      '\n',
    ),
  );
  const head = 'hatch: one manifest, a reviewed plan, and every MCP host on the machine as it says.';
  return [
    ...(only === undefined ? [head] : []),
    ...blocks,
    `${paint('hatch COMMAND --help', 'cyan')} shows flags and examples. All take --json, --no-color and --help.`,
  ].join('\n\n');
}

/** The page of one command. */
export function page(command: CommandDeclaration, paint: Paint): string {
  const heading = (title: string) => paint(title, 'bold');
  const own = command.flags.map((flag) => flagRow(flag, paint));
  const common = everywhere.map((flag) => flagRow(flag, paint));
  return [
    `${command.says}.`,
    `${heading('Usage')}  ${usage(command)}`,
    ...(command.details === undefined ? [] : [command.details.join('\n')]),
    [heading('Flags'), ...columns([...own, ...common], '  ')].join('\n'),
    [
      heading('Examples'),
      ...columns(
        command.examples.map(([line, says]) => [paint(`hatch ${line}`, 'cyan'), paint(says, 'dim')]),
        '  ',
      ),
    ].join('\n'),
  ].join('\n\n');
}

/** `hatch apply [plan.json] [flags]`. */
function usage(command: CommandDeclaration): string {
  const words = (command.arguments ?? []).map(({ name: word, required, rest }) => {
    const dots = rest ? ' …' : '';
    return required ? `${word}${dots}` : `[${word}${dots}]`;
  });
  return ['hatch', name(command), ...words, '[flags]'].join(' ');
}

function flagRow(flag: FlagName, paint: Paint): readonly string[] {
  const { short, value, says, variable, default: otherwise } = flags[flag];
  const written = `${short === undefined ? '' : `-${short}, `}--${flag}${value === undefined ? '' : ` ${value}`}`;
  const notes = [
    otherwise === undefined ? '' : `default: ${otherwise}`,
    variable === undefined ? '' : `or ${variable}`,
  ].filter((note) => note !== '');
  return [paint(written, 'cyan'), notes.length === 0 ? says : `${says} ${paint(`(${notes.join('; ')})`, 'dim')}`];
}
