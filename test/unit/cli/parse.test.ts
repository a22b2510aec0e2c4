import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { commands } from '../../../src/cli/declarations.ts';
import { everywhere, flags } from '../../../src/cli/flags.ts';
import { asksForHelp, asksForJson, parse } from '../../../src/cli/parse.ts';
import { HatchError } from '../../../src/model/errors.ts';

const words = (line: string): readonly string[] => (line === '' ? [] : line.split(' '));

/** `command | flag=values … | arguments`. */
function understood(line: string): string {
  const { command, given, arguments: rest } = parse(words(line));
  const flagged = [...given].map(([flag, values]) => `${flag}=${values.join('+')}`);
  return [command.path.join(' '), flagged.join(' '), rest.join(' ')].join(' | ').trimEnd();
}

for (const [line, meaning] of [
  ['plan', 'plan |  |'],
  ['plan --host a --host b,c -e production', 'plan | host=a+b,c environment=production |'],
  ['plan --environment=production --pattern=-x', 'plan | environment=production pattern=-x |'],
  ['--json plan --exit-code', 'plan | json= exit-code= |'],
  ['--manifest plan status', 'status | manifest=plan |'],
  ['apply plan.json --auto-approve', 'apply | auto-approve= | plan.json'],
  ['apply --no-backup --var a=b --var c=d=e', 'apply | no-backup= var=a=b+c=d=e |'],
  ['adopt cursor/a zed/b', 'adopt |  | cursor/a zed/b'],
  ['adopt -- --odd', 'adopt |  | --odd'],
  [
    'mcp backup restore --host vscode --timestamp 20250921_100000_123456',
    'backup restore | host=vscode timestamp=20250921_100000_123456 |',
  ],
  ['backup restore --host vscode', 'backup restore | host=vscode |'],
  [
    'mcp backup create --host claude-desktop --name before-production-sync',
    'backup create | host=claude-desktop name=before-production-sync |',
  ],
  [
    'mcp backup clean --host claude-desktop --older-than-days 30',
    'backup clean | host=claude-desktop older-than-days=30 |',
  ],
  ['mcp plan', 'plan |  |'],
  ['show plan.json', 'show |  | plan.json'],
  ['show servers github', 'show servers |  | github'],
  ['drift', 'drift |  |'],
  ['mcp drift accept cursor/a', 'drift accept |  | cursor/a'],
  ['env use production', 'env use |  | production'],
  ['env use mcp', 'env use |  | mcp'],
  ['explain mcp/plan', 'explain |  | mcp/plan'],
] as const) {
  test(`hatch ${line}`, () => assert.is(understood(line), meaning.trimEnd()));
}

for (const [line, message, hint] of [
  ['', 'no command is given', 'hatch --help'],
  ['pln', 'there is no command `hatch pln`', 'did you mean hatch plan?'],
  ['statsu', 'there is no command `hatch statsu`', 'did you mean hatch status?'],
  ['frobnicate', 'there is no command `hatch frobnicate`', 'hatch --help'],
  ['backup', 'hatch backup needs one of: create, list, restore, clean', 'hatch backup --help'],
  ['mcp backup', 'hatch backup needs one of: create, list, restore, clean', 'hatch backup --help'],
  ['backup lst', 'there is no command `hatch backup lst`', 'did you mean hatch backup list?'],
  ['env frobnicate', 'there is no command `hatch env frobnicate`', 'hatch env --help'],
  ['plan --hots cursor', 'hatch plan has no flag --hots', 'did you mean --host?'],
  ['plan --frobnicate', 'hatch plan has no flag --frobnicate', 'hatch plan --help'],
  ['plan -x', 'hatch plan has no flag -x', 'hatch plan --help'],
  ['plan --auto-approve', 'hatch plan has no flag --auto-approve', 'hatch plan --help'],
  ['plan --json=yes', '--json takes no value', undefined],
  ['plan --host', '--host needs a value', 'a value that begins with - is given as --host=…'],
  ['plan --pattern -x', '--pattern needs a value', 'a value that begins with - is given as --pattern=…'],
  ['plan extra', 'hatch plan does not take `extra`', 'hatch plan --help'],
  ['apply a b', 'hatch apply does not take `b`', 'hatch apply --help'],
  ['explain', 'hatch explain needs TARGET/SERVER', 'hatch explain --help'],
  ['env use', 'hatch env use needs NAME', 'hatch env use --help'],
] as const) {
  test(`hatch ${line}: ${message}`, () => {
    try {
      parse(words(line));
    } catch (error) {
      assert.instance(error, HatchError);
      const { exit, message: said, hint: hinted } = error as HatchError;
      assert.equal([exit, said, hinted], ['usage', message, hint]);
      return;
    }
    assert.unreachable();
  });
}

test('every flag of every command is understood by it, alone and with all others', () => {
  for (const command of commands) {
    const all = [...command.flags, ...everywhere];
    const line = all.flatMap((flag) => (flags[flag].kind === 'switch' ? [`--${flag}`] : [`--${flag}`, 'a=b']));
    const needed = (command.arguments ?? []).filter(({ required }) => required).map(({ name }) => name);
    const { given } = parse([...command.path, ...line, ...needed]);
    assert.equal([...given.keys()].sort(), [...all].sort(), command.path.join(' '));
  }
});

test('every example of the help is understood', () => {
  for (const command of commands) {
    assert.ok(command.examples.length > 1, command.path.join(' '));
    for (const [line] of command.examples) {
      for (const one of line.split(' && hatch ')) {
        const [bare = ''] = one.split(' > ');
        assert.ok(commands.includes(parse(words(bare)).command), line);
      }
    }
  }
});

test('help and JSON are asked for before anything is understood, but not after --', () => {
  assert.ok(asksForHelp(words('plan --hots --help')));
  assert.ok(asksForHelp(words('help plan')));
  assert.ok(asksForHelp(words('-h')));
  assert.not.ok(asksForHelp(words('adopt -- --help')));
  assert.ok(asksForJson(words('plan --hots --json')));
  assert.ok(asksForJson(words('plan --format json')));
  assert.not.ok(asksForJson(words('adopt -- --json')));
});

test.run();
