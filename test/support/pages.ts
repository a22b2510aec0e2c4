// Pages of docs that are played as they stand: files are written, differences made, and commands run in a shell with the
// built program, on machines of their own that share a folder of repositories.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Home, program, scratchHome } from './home.ts';
import { gitVariables } from './repositories.ts';
import { steadyRuns } from './steady-runs.ts';

/** Where the pages say that repositories lie. */
const shared = '/srv/git';
/** Stands for as many lines as there are. */
const gap = '…';

interface Machine {
  readonly home: Home;
  /** Where its next command runs. */
  folder: string;
}

/**
 * Plays a page and gives it as it should stand. ```` ```yaml FILE ```` writes a file, ```` ```diff ```` changes one,
 * ```` ```console ```` holds commands after `$ ` and what they print. `<!-- on NAME -->` goes to another machine, and
 * `<!-- $ COMMAND -->` runs a command that is not shown. Throws where a command that must not fail does.
 */
export function played(text: string): string {
  const repositories = scratchHome().path;
  const machines = new Map<string, Machine>();
  const steady = steadyRuns((number) => `20261120T10${number}500Z-${number}f2a83c7e1d05`);
  let machine = machineOf(machines, 'ada');
  const run = (command: string) => steady(shown(machine, repositories, command));
  const parts = text.split(/(^```[\s\S]*?^```$|^<!-- (?:on|\$) .*-->$)/m);
  return parts
    .map((part) => {
      const [, kind, rest = ''] = /^<!-- (on|\$) (.*) -->$/.exec(part) ?? [];
      if (kind === 'on') machine = machineOf(machines, rest);
      if (kind === '$') run(rest);
      const [, language, file = '', body = ''] = /^```(\w*) ?(.*)\n([\s\S]*?)```$/.exec(part) ?? [];
      if (language === 'console') return `\`\`\`console\n${consoleOf(body, run)}\`\`\``;
      if (language === 'diff') edit(machine, body);
      else if (file !== '') write(machine, file, body);
      return part;
    })
    .join('');
}

function machineOf(machines: Map<string, Machine>, name: string): Machine {
  const known = machines.get(name);
  if (known !== undefined) return known;
  const home = scratchHome();
  const bin = join(home.path, '.local', 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'hatch'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(join(bin, 'hatch'), 0o755);
  const made: Machine = { home, folder: home.path };
  machines.set(name, made);
  return made;
}

/** What a shell prints of a command, both streams, as on a machine where nothing is made up. */
function shown(machine: Machine, repositories: string, command: string): string {
  const { path } = machine.home;
  const after = join(path, '.local', 'folder');
  const script = `exec 2>&1\n${command.replaceAll(shared, repositories)}\ncode=$?\npwd > '${after}'\nexit $code\n`;
  const ran = spawnSync('bash', ['--noprofile', '--norc', '-c', script], {
    cwd: machine.folder,
    env: { ...gitVariables, HOME: path, PATH: `${join(path, '.local', 'bin')}:${process.env.PATH}`, LC_ALL: 'C' },
    input: '',
    encoding: 'utf8',
  });
  machine.folder = readFileSync(after, 'utf8').trim();
  return ran.stdout
    .replaceAll(repositories, shared)
    .replaceAll(path, '~')
    .replace(/\d{8}_\d{6}_\d{6}/g, '20261120_101500_123456')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-11-20T10:15:00.123Z');
}

function consoleOf(body: string, run: (command: string) => string): string {
  const commands = body.split(/^(?=\$ )/m).filter((block) => block.startsWith('$ '));
  return commands
    .map((block) => {
      const [, command = '', expected = ''] = /^\$ ((?:.*\\\n)*.*)\n([\s\S]*)$/.exec(block) ?? [];
      return `$ ${command}\n${abridged(run(command.replaceAll('\\\n', '')), expected)}`;
    })
    .join('');
}

/** Where the page has a gap, only what is before and after it. */
function abridged(printed: string, expected: string): string {
  const whole = printed === '' || printed.endsWith('\n') ? printed : `${printed}\n`;
  if (!expected.includes(`${gap}\n`)) return whole;
  const [head = '', tail = ''] = expected.split(`${gap}\n`);
  const lines = whole.split(/(?<=\n)/);
  const until = head === '' ? 0 : lines.indexOf(head.split(/(?<=\n)/).at(-1) ?? '') + 1;
  const from = tail === '' ? lines.length : lines.indexOf(tail.split(/(?<=\n)/)[0] ?? '', until);
  return [...lines.slice(0, until), `${gap}\n`, ...lines.slice(from < 0 ? lines.length : from)].join('');
}

function write({ folder }: Machine, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** The hunks' old lines become their new ones. */
function edit({ folder, home }: Machine, difference: string): void {
  const [, file = ''] = /^\+\+\+ (.*)$/m.exec(difference) ?? [];
  const path = file.startsWith('~/') ? join(home.path, file.slice(2)) : join(folder, file);
  if (!existsSync(path)) throw new Error(`${file} is not there`);
  let text = readFileSync(path, 'utf8');
  for (const hunk of difference.split(/^@@.*\n/m).slice(1)) {
    const side = (sign: string) =>
      hunk
        .split(/(?<=\n)/)
        .filter((line) => line.startsWith(' ') || line.startsWith(sign))
        .map((line) => line.slice(1))
        .join('');
    if (!text.includes(side('-'))) throw new Error(`${file} does not hold these lines:\n${side('-')}\n${text}`);
    text = text.replace(side('-'), () => side('+'));
  }
  writeFileSync(path, text);
}
