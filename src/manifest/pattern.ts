// Patterns for server names: JavaScript regular expressions that may match anywhere, evaluated in bounded time.

import { createRequire } from 'node:module';
import type { Context, Script } from 'node:vm';
import { type ExitName, HatchError } from '../model/errors.ts';

/**
 * Milliseconds that one name may take, first and once more; a sane pattern takes microseconds. A busy machine may hold
 * us up for as long as the first, which is not the pattern's fault.
 */
const limits = [20, 480];

const longest = 1000;

/** Patterns that cannot backtrack far, and so need no bound. */
const tame: readonly RegExp[] = [
  // Single characters, and at most one repetition.
  /^\^?(?:[\w \-@/:.]|\\[.dws/-])*(?:[*+](?:[\w \-@/:.]|\\[.dws/-])*)?\$?$/,
  // No repetition at all, and few alternatives.
  /^(?=(?:[^|]*\|){0,6}[^|]*$)(?:[^*+?{\\]|\(\?[=!:]|\\[^1-9k])*$/,
];

/** What is wrong with a pattern; undefined if it can be compiled. */
export function patternFault(text: string): string | undefined {
  if (text.length > longest) return `it is longer than ${longest} characters`;
  try {
    new RegExp(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Whether a name matches. Throws a HatchError with this exit: `usage` for a pattern of the command line,
 * `manifest-invalid` for one of the manifest; for a bad pattern at once, and for a name that takes too long.
 */
export function compilePattern(text: string, exit: ExitName = 'usage'): (name: string) => boolean {
  const fault = patternFault(text);
  if (fault !== undefined) {
    const hint = 'a pattern is a JavaScript regular expression, such as `^dev-`';
    throw new HatchError(exit, `the pattern \`${text}\` is not valid: ${fault}`, { hint });
  }
  const expression = new RegExp(text);
  return tame.some((each) => each.test(text))
    ? (name) => expression.test(name)
    : (name) => boundedTest(expression, name, exit);
}

/** What selects servers, as in a rule: all that is given must hold, and of each list one member is enough. */
export interface Selection {
  readonly servers: readonly string[] | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

const compiled = new Map<string, (name: string) => boolean>();

/** Whether the rule takes the server of this name. Throws as `compilePattern` does. */
export function selects(rule: Selection, name: string, exit: ExitName = 'manifest-invalid'): boolean {
  const matches = (pattern: string) => {
    const key = `${exit} ${pattern}`;
    const matcher = compiled.get(key) ?? compilePattern(pattern, exit);
    compiled.set(key, matcher);
    return matcher(name);
  };
  return (
    (rule.servers === undefined || rule.servers.includes(name)) &&
    (rule.include.length === 0 || rule.include.some(matches)) &&
    !rule.exclude.some(matches)
  );
}

interface Cell {
  readonly script: Script;
  readonly context: Context;
}

let cell: Cell | undefined;

/** Runs in a context of its own, because only there V8 lets a regular expression be stopped. */
function boundedTest(expression: RegExp, name: string, exit: ExitName): boolean {
  cell ??= openCell();
  cell.context.expression = expression;
  cell.context.name = name;
  for (const timeout of limits) {
    try {
      return cell.script.runInContext(cell.context, { timeout }) === true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    }
  }
  throw new HatchError(exit, `the pattern \`${expression.source}\` takes too long on \`${name}\``, {
    hint: 'it repeats what is already repeated, such as `(a+)+`: write it without that',
  });
}

/** Loaded only where a pattern needs it. */
function openCell(): Cell {
  const vm = createRequire(import.meta.url)('node:vm') as typeof import('node:vm');
  return { script: new vm.Script('expression.test(name)'), context: vm.createContext(Object.create(null)) };
}
