// Rules on names: every environment, target, group, host and server that is named must be there.

import type { Finding } from '../model/finding.ts';
import { get } from '../model/json.ts';
import { destinations, everyTarget, listed, meansAllFound, targetName } from './destinations.ts';
import { ownDefinitions } from './environments.ts';
import { patternFault } from './pattern.ts';
import { problem, suggestion } from './problem.ts';
import type { RuleContext } from './rule.ts';

/** `environment:`, `extends` and the rules name environments that are there. */
export function* unknownEnvironments({ written }: RuleContext): Iterable<Finding> {
  const { root, environments, rules, place } = written;
  const named = [
    ...listed(root.environment ?? undefined, ['environment']),
    ...[...environments.values()].flatMap(({ name, parents }) => {
      const path = ['environments', name, 'extends'];
      return parents.length === 1 ? listed(parents[0], path) : listed(parents, path);
    }),
    ...rules.flatMap(({ environment }, i) => listed(environment, ['rules', String(i), 'environment'])),
  ];
  for (const [name, path] of named) {
    if (environments.has(name)) continue;
    const hint = suggestion(name, environments.keys());
    yield problem('unknown-environment', place(path), `there is no environment \`${name}\``, hint);
  }
}

export function* extendsCycles({ written: { environments, place } }: RuleContext): Iterable<Finding> {
  for (const { name } of environments.values()) {
    const round = roundTrip(name, (each) => environments.get(each)?.parents ?? []);
    if (round === undefined) continue;
    const message = `\`${name}\` extends itself: ${round.join(' → ')}`;
    yield problem('extends-cycle', place(['environments', name, 'extends']), message);
  }
}

/** The shortest way from a name back to itself. */
function roundTrip(name: string, next: (name: string) => readonly string[]): readonly string[] | undefined {
  const seen = new Set<string>();
  let ways: readonly (readonly string[])[] = [[name]];
  while (ways.length > 0) {
    const longer = ways.flatMap((way) => next(way.at(-1) ?? name).map((each) => [...way, each]));
    const back = longer.find((way) => way.at(-1) === name);
    if (back !== undefined) return back;
    ways = longer.filter((way) => !seen.has(way.at(-1) ?? name));
    for (const way of ways) seen.add(way.at(-1) ?? name);
  }
  return undefined;
}

/** `type:` of a target, or its name without one, and the keys of `hosts:` are known hosts. */
export function* unknownHosts({ written, hosts }: RuleContext): Iterable<Finding> {
  for (const [name, { type }] of written.targets) {
    const word = type ?? name;
    if (hosts.has(word)) continue;
    const at = written.place(['targets', name, ...(type ? ['type'] : [])]);
    const message = type
      ? `there is no host \`${word}\``
      : `\`${name}\` is no host: a target of this name needs \`type:\``;
    yield problem('unknown-host', at, message, suggestion(word, hosts.keys()));
  }
  for (const { file, path, value } of ownDefinitions(written.environments)) {
    for (const [server, definition] of Object.entries(get(value, 'servers') ?? {})) {
      for (const word of Object.keys(get(definition, 'hosts') ?? {})) {
        if (hosts.has(word)) continue;
        const at = file.place([...path, 'servers', server, 'hosts', word]);
        yield problem('unknown-host', at, `there is no host \`${word}\``, suggestion(word, hosts.keys()));
      }
    }
  }
}

/** Groups and rules name targets or hosts; `to` also groups and `all`. */
export function* unknownTargets({ written, hosts }: RuleContext): Iterable<Finding> {
  const { targets, groups, rules, place } = written;
  const isTarget = (name: string) => targets.has(name) || hosts.has(name);
  const known = [...targets.keys(), ...hosts.keys()];
  for (const [group, members] of groups) {
    for (const [name, path] of listed(members, ['groups', group])) {
      if (isTarget(name)) continue;
      const message = `there is no target or host \`${name}\``;
      const nested = groups.has(name) || name === everyTarget;
      const hint = nested ? 'a group holds targets and hosts only' : suggestion(name, known);
      yield problem('unknown-target', place(path), message, hint);
    }
  }
  for (const [i, { to, target }] of rules.entries()) {
    for (const [name, path] of listed(target, ['rules', String(i), 'target'])) {
      if (isTarget(name)) continue;
      const hint = groups.has(name) ? 'a rule copies from one target' : suggestion(name, known);
      yield problem('unknown-target', place(path), `there is no target or host \`${name}\``, hint);
    }
    for (const [name, path] of listed(to, ['rules', String(i), 'to'])) {
      if (isTarget(name) || groups.has(name) || name === everyTarget) continue;
      const hint = suggestion(name, [...known, ...groups.keys(), everyTarget]);
      yield problem('unknown-target', place(path), `there is no target, group or host \`${name}\``, hint);
    }
  }
}

/** A name means one thing. */
export function* takenNames({ written: { targets, groups, place }, hosts }: RuleContext): Iterable<Finding> {
  for (const name of groups.keys()) {
    if (!targets.has(name) && !hosts.has(name)) continue;
    const other = targets.has(name) ? 'a target' : 'a host';
    yield problem('name-taken', place(['groups', name]), `the group \`${name}\` has the name of ${other}`, 'rename it');
  }
  for (const [name, { type }] of targets) {
    if (!type || !hosts.has(name) || hosts.get(name) === hosts.get(type)) continue;
    const message = `the target \`${name}\` has the name of a host, but is one of \`${type}\``;
    const hint = `\`${name}\` now means this target everywhere; another name is clearer`;
    yield problem('host-name-taken', place(['targets', name]), message, hint, 'warning');
  }
}

/** A rule's exact names are servers of its environment; without one, of some environment. */
export function* unknownServers({ written: { environments, rules, place } }: RuleContext): Iterable<Finding> {
  for (const [i, { servers, environment, target }] of rules.entries()) {
    if (target !== undefined) continue;
    const from = environment === undefined ? [...environments.values()] : [environments.get(environment)];
    if (from.includes(undefined)) continue;
    const known = from.flatMap((each) => [...(each?.servers.keys() ?? [])]);
    for (const [name, path] of listed(servers, ['rules', String(i), 'servers'])) {
      if (known.includes(name)) continue;
      const where = environment === undefined ? 'in any environment' : `in \`${environment}\``;
      yield problem('unknown-server', place(path), `there is no server \`${name}\` ${where}`, suggestion(name, known));
    }
  }
}

export function* badPatterns({ written: { rules, place } }: RuleContext): Iterable<Finding> {
  for (const [i, rule] of rules.entries()) {
    for (const key of ['include', 'exclude'] as const) {
      for (const [text, path] of listed(rule[key], ['rules', String(i), key])) {
        const fault = patternFault(text);
        if (fault === undefined) continue;
        const hint = 'a pattern is a JavaScript regular expression, such as `^dev-`';
        yield problem('bad-pattern', place(path), `the pattern \`${text}\` is not valid: ${fault}`, hint);
      }
    }
  }
}

/** `all`, and so the implied rule, means the declared targets: there must be some. */
export function* noTargets(context: RuleContext): Iterable<Finding> {
  const { rules, targets, place } = context.written;
  const hint = 'declare some, such as `targets: { claude-code: {}, cursor: {} }`, or name hosts in `to:`';
  if (rules.length === 0 && targets.size === 0) {
    yield problem('no-targets', place([]), 'no target is declared, so nothing is said to go anywhere', hint);
  }
  for (const [i, { to }] of rules.entries()) {
    if (!meansAllFound(to, context)) continue;
    const message = '`all` means the declared targets, and none is declared';
    yield problem('no-targets', place(['rules', String(i), 'to']), message, hint);
  }
}

/** A rule takes from an environment or from a target that no rule writes. */
export function* ruleSources(context: RuleContext): Iterable<Finding> {
  const { rules, place } = context.written;
  const sources = rules.map(({ target }) => (target === undefined ? undefined : targetName(target, context)));
  const fed = new Map<string, number>();
  for (const [i, { to }] of rules.entries()) {
    for (const name of destinations(to, context)) if (name !== sources[i] && !fed.has(name)) fed.set(name, i + 1);
  }
  for (const [i, { environment, mirror, to }] of rules.entries()) {
    const path = ['rules', String(i)];
    const source = sources[i];
    if (source === undefined) {
      const message = '`mirror` goes with `target` only';
      if (mirror === true) yield problem('mirror-without-target', place([...path, 'mirror']), message);
      continue;
    }
    const at = place([...path, 'target']);
    if (environment !== undefined) {
      yield problem('two-sources', at, 'a rule takes from an `environment` or from a `target`, not from both');
    }
    const feeder = fed.get(source);
    if (feeder !== undefined) {
      const message = `\`${source}\` cannot be a source: rule ${feeder} writes to it`;
      yield problem('fed-source', at, message, `leave \`${source}\` out of that rule, or copy from where it takes`);
    }
    if ([...destinations(to, context)].every((name) => name === source)) {
      yield problem('source-only', place([...path, 'to']), `the rule copies \`${source}\` to nothing but itself`);
    }
  }
}
