// The command line from its words to an exit code: parse, run the one command that is called, print what it gave.

import type { Readable, Writable } from 'node:stream';
import { type ExitName, exitCodes, HatchError } from '../model/errors.ts';
import { renderFindings } from '../report/findings.ts';
import { planJson, reportDocument } from '../report/json.ts';
import type { Look } from '../report/paint.ts';
import { renderPlan } from '../report/text.ts';
import { visibleLines } from '../report/visible.ts';
import type { Outside } from '../system/outside.ts';
import type { Network, Surroundings, System } from '../system/system.ts';
import type { Call, Execute, Outcome } from './call.ts';
import { flags } from './flags.ts';
import { type Output, output } from './output.ts';
import { asksForHelp, asksForJson, find, parse } from './parse.ts';
import { asking, askYesNo, interaction } from './questions.ts';
import type { Sink } from './stream.ts';
import { valuesOf } from './values.ts';
import { version } from './version.ts';

/** All that the command line needs of the outside. */
export interface World {
  readonly system: System;
  readonly surroundings: Surroundings;
  readonly network: Network;
  readonly outside: () => Promise<Outside>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Sink;
  readonly stderr: Sink & Writable;
}

/** What does the work of a command, by its path. */
type Load = (command: string) => Promise<Execute | undefined>;

/** Runs one command line (without the program's name) and gives the exit code. Never throws. */
export async function run(argv: readonly string[], world: World, load: Load): Promise<number> {
  const out = output(world.stdout, world.stderr, world.surroundings, argv.includes('--no-color'));
  const asJson = asksForJson(argv);
  try {
    if (argv.length === 0 || asksForHelp(argv)) return await help(argv, out);
    const line = parse(argv);
    const command = line.command.path.join(' ');
    const execute = await load(command);
    if (execute === undefined) throw new Error(`nothing implements ${command}`);
    const outcome = await execute(callOf(line, argv, world, out, asJson));
    print(outcome, command, out, asJson);
    await outcome.after?.().catch(() => undefined);
    return exitCodes[outcome.exit];
  } catch (error) {
    return failed(error, find(argv).command?.path.join(' ') ?? '', out, asJson);
  }
}

async function help(argv: readonly string[], out: Output): Promise<number> {
  const { overview, page } = await import('./help.ts');
  const { command, family } = find(argv);
  const words = argv.filter((token) => !token.startsWith('-') && token !== 'help' && token !== 'mcp');
  // `hatch nonsense --help` is a mistake, not a wish for the overview.
  if (command === undefined && family.length === 0 && words.length > 0) parse(words);
  const look = out.looks.result;
  out.result(command === undefined ? overview(look, family.length > 0 ? family : undefined) : page(command, look));
  return exitCodes.done;
}

function callOf(
  { command, given, arguments: words }: ReturnType<typeof parse>,
  argv: readonly string[],
  world: World,
  out: Output,
  asJson: boolean,
): Call {
  const { system, surroundings, network, stderr } = world;
  const values = valuesOf(given, surroundings);
  const canAsk = command.flags.includes('auto-approve') && stderr.isTTY === true && world.stdin.isTTY === true;
  const ask = canAsk ? asking(world.stdin, stderr) : undefined;
  // With --json, standard output belongs to the one document.
  const look = asJson ? out.looks.message : out.looks.result;
  const say = (text: string) => (asJson ? out.message(text) : out.result(text));
  return {
    ports: { system, surroundings, network },
    values,
    given,
    arguments: words,
    look: out.looks.result,
    interaction: ask === undefined ? undefined : interaction(ask, look, say),
    ask: ask === undefined ? undefined : (question) => askYesNo(ask, question),
    askFor: ask,
    emit: (outcome) => print({ ...outcome, isEvent: true }, command.path.join(' '), out, asJson),
    outside: world.outside,
    progress: stderr.isTTY === true ? out.progress : undefined,
    hide: out.hide,
    line: lineOf(argv),
  };
}

/** The command line for the history, without the values that may be secrets. */
function lineOf(argv: readonly string[]): string {
  const dashes = argv.indexOf('--');
  const hidden = Object.entries(flags).filter(([, flag]) => 'hides' in flag && flag.hides === true);
  const kept = argv.map((token, i) => {
    if (dashes >= 0 && i > dashes) return '…';
    for (const [name, { kind }] of hidden) {
      const start = token.startsWith(`--${name}=`) ? `--${name}=` : argv[i - 1] === `--${name}` ? '' : undefined;
      if (start === undefined) continue;
      const pair = kind === 'pairs' ? /^[^=]*=/.exec(token.slice(start.length))?.[0] : undefined;
      return `${start}${pair ?? ''}…`;
    }
    return token;
  });
  return ['hatch', ...kept].map((token) => (/^[\w@%+=:,./…-]+$/.test(token) ? token : JSON.stringify(token))).join(' ');
}

function print(outcome: Outcome, command: string, out: Output, asJson: boolean): void {
  const { exit, findings = [], result, error } = outcome;
  if (error !== undefined) out.message(errorText(error, out.looks.message));
  if (!asJson || outcome.isDocument) out.result(outcome.text());
  else (outcome.isEvent ? out.jsonLine : out.json)(reportDocument({ command, exit, findings, result: result() }));
}

/** An error to standard error, and with `--json` as the document too. Gives the exit code. */
function failed(error: unknown, command: string, out: Output, asJson: boolean): number {
  const known = asHatchError(error);
  if (known.plan !== undefined && !asJson) out.result(renderPlan(known.plan, out.looks.result));
  out.message(errorText(known, out.looks.message));
  if (asJson) {
    const { exit, findings, message, hint } = known;
    const result = known.plan === undefined ? undefined : planJson(known.plan);
    out.json(reportDocument({ command, exit, findings, error: { message, hint }, result }));
  }
  return exitCodes[known.exit];
}

/** Its findings, what is wrong, and what to do. */
function errorText({ findings, message, hint }: HatchError, look: Look): string {
  const { paint } = look;
  const said = [`${paint('error:', 'red', 'bold')} ${visibleLines(message)}`];
  if (hint !== undefined) said.push(`  ${paint('→', 'cyan')} ${visibleLines(hint)}`);
  return [renderFindings(findings, look), said.join('\n')].filter((part) => part !== '').join('\n\n');
}

/** What the system refused is a failure with its own words; anything else that is not ours to foresee is a bug. */
function asHatchError(error: unknown): HatchError {
  if (error instanceof HatchError) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  if ('code' in cause && 'syscall' in cause) return new HatchError('failed', cause.message, { cause });
  const exit: ExitName = 'bug';
  return new HatchError(
    exit,
    `this is a bug in hatch ${version}, not in what you did\n${cause.stack ?? cause.message}`,
    {
      hint: 'please report it with the lines above',
      cause,
    },
  );
}
