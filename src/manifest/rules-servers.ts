// Rules on servers: what each must have once all is inherited, and its references.

import type { Finding, Place } from '../model/finding.ts';
import { at, get } from '../model/json.ts';
import type { WrittenEnvironment, WrittenServer } from './environments.ts';
import { expandTemplate, type TemplateFault, variableFault } from './expand.ts';
import { problem, suggestion } from './problem.ts';
import type { RuleContext } from './rule.ts';
import { mapTemplates } from './template-text.ts';
import type { Written } from './written.ts';

const launch: readonly string[] = ['command', 'args', 'env', 'cwd', 'envFile'];
const remote: readonly string[] = ['url', 'headers', 'oauth'];

/** A server is started by a command or reached by a URL, and has the fields of that kind only. */
export function* serverKinds({ written: { environments } }: RuleContext): Iterable<Finding> {
  for (const { value, placeOf } of serversOf(environments)) {
    const has = (key: string) => Object.hasOwn(value, key);
    if (has('command') && has('url')) {
      yield problem(
        'two-kinds',
        placeOf(['url']),
        'a server has a `command` or a `url`, not both',
        'remove one of them',
      );
      continue;
    }
    const [kind, others] = has('command') ? ['command', remote] : has('url') ? ['url', launch] : [undefined, []];
    for (const key of others.filter(has)) {
      const message = `\`${key}\` does not go with \`${kind}\``;
      yield problem(
        'kind-mismatch',
        placeOf([key]),
        message,
        `remove \`${key}\`, or write \`${key}: null\` where it is inherited`,
      );
    }
    if (kind !== undefined && has('transport') && (kind === 'command') !== (value.transport === 'stdio')) {
      const wanted = kind === 'command' ? '`stdio`' : '`http`, `sse` or `ws`';
      yield problem('kind-mismatch', placeOf(['transport']), `with \`${kind}\` the transport is ${wanted}`);
    }
  }
}

/** References are of a known kind, and no variable is made from itself. Unknown variables: see `incomplete`. */
export function* badReferences({ written: { environments, place } }: RuleContext): Iterable<Finding> {
  for (const environment of environments.values()) {
    for (const name of environment.variables.keys()) {
      const fault = variableFault(name, environment.variables);
      if (fault?.variable !== name) continue;
      const giving = environment.chain.findLast(({ value }) => at(value, ['variables', name]) !== undefined);
      const where = giving?.file.place([...giving.path, 'variables', name]) ?? place(['variables', name]);
      yield problem(fault.code, where, fault.message, fault.hint);
    }
    for (const [fault, where] of templateFaults(environment)) {
      if (fault.code !== 'unknown-variable' && fault.variable === undefined) {
        yield problem(fault.code, where, fault.message, fault.hint);
      }
    }
  }
}

/**
 * What an environment lacks to be used. An environment that others extend may lack it, where nothing names it itself:
 * then it is only something to build upon, which is a note.
 */
export function* incomplete({ written }: RuleContext): Iterable<Finding> {
  for (const environment of written.environments.values()) {
    const gaps = gapsOf(environment);
    if (!isOnlyBase(environment.name, written)) yield* gaps;
    else if (gaps.length > 0) {
      const message = `\`${environment.name}\` can only be extended: ${gaps.map((gap) => gap.message).join('; ')}`;
      yield problem('environment-incomplete', environment.place, message, undefined, 'note');
    }
  }
}

/** Environments that cannot be used by themselves. */
export function isUsable(environment: WrittenEnvironment): boolean {
  return gapsOf(environment).length === 0;
}

function gapsOf(environment: WrittenEnvironment): readonly Finding[] {
  const kindless = [...environment.servers.values()]
    .filter(({ value }) => !['command', 'url', 'package'].some((key) => Object.hasOwn(value, key)))
    .map(({ name, place }) =>
      problem('no-kind', place, `\`${name}\` has neither a \`command\` nor a \`url\` nor a \`package\``),
    );
  const unknown = [...templateFaults(environment)]
    .filter(([{ code }]) => code === 'unknown-variable')
    .map(([{ code, message, hint }, where]) => problem(code, where, message, hint));
  return [...kindless, ...unknown];
}

function isOnlyBase(name: string, { root, environments, rules }: Written): boolean {
  const isNamed = root.environment === name || rules.some(({ environment }) => environment === name);
  return !isNamed && [...environments.values()].some(({ parents }) => parents.includes(name));
}

function* templateFaults(environment: WrittenEnvironment): Iterable<readonly [TemplateFault, Place]> {
  const found: (readonly [TemplateFault, Place])[] = [];
  for (const { value, placeOf } of environment.servers.values()) {
    mapTemplates(value, (template, path) => {
      const expanded = expandTemplate(template, environment.variables);
      if (typeof expanded === 'string') return expanded;
      found.push([expanded, placeOf(path)]);
      return template;
    });
  }
  yield* found;
}

/** `null` for a server that nothing gives, most likely a mistyped name. */
export function* removesNothing({ written }: RuleContext): Iterable<Finding> {
  for (const { name, chain } of written.environments.values()) {
    for (const [i, { environment, file, path, value }] of chain.entries()) {
      if (environment !== name) continue;
      const known = chain.slice(0, i).flatMap((each) => Object.keys(get(each.value, 'servers') ?? {}));
      for (const [server, definition] of Object.entries(get(value, 'servers') ?? {})) {
        if (definition !== null || known.includes(server)) continue;
        const message = `\`${server}: null\` removes nothing: no such server is inherited`;
        yield problem(
          'removes-nothing',
          file.place([...path, 'servers', server]),
          message,
          suggestion(server, known),
          'warning',
        );
      }
    }
  }
}

function serversOf(environments: ReadonlyMap<string, WrittenEnvironment>): readonly WrittenServer[] {
  return [...environments.values()].flatMap(({ servers }) => [...servers.values()]);
}
