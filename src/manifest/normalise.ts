// A written manifest without faults → the manifest with nothing left to decide.

import type { Place } from '../model/finding.ts';
import { byCodePoint } from '../model/json.ts';
import type { EnvironmentSpec, Manifest, RuleSpec, TargetSpec } from '../model/manifest.ts';
import type { Platform } from '../model/target.ts';
import { pathsOf } from '../system/paths.ts';
import { destinations, everyTarget, listed, meansAllFound, targetName } from './destinations.ts';
import type { WrittenEnvironment } from './environments.ts';
import type { RuleContext } from './rule.ts';
import { isUsable } from './rules-servers.ts';
import { pickPolicies, serverSpec } from './server-spec.ts';
import { targetPath } from './target-path.ts';
import type { Rule } from './types.generated.ts';

/** Environments that can only be extended are left out. */
export function normalise(context: RuleContext, path: string, platform: Platform): Manifest {
  const { root, environments, groups, rules } = context.written;
  return {
    path,
    folder: folderOf(path, platform),
    name: root.name,
    environment: root.environment ?? undefined,
    policies: pickPolicies(root.defaults),
    environments: new Map(
      [...environments]
        .filter(([, each]) => isUsable(each))
        .map(([name, each]) => [name, environmentSpec(each, context)]),
    ),
    targets: targetSpecs(context),
    groups: new Map([...groups].map(([name, members]) => [name, members.map((each) => targetName(each, context))])),
    rules: rules.length === 0 ? [impliedRule(context)] : rules.map((rule, i) => ruleSpec(rule, i, context)),
    hasRules: rules.length > 0,
    moved: (root.moved ?? []).map(({ from, to }) => ({ from, to })),
    registries: root.registries ?? [],
  };
}

/** The folder that the manifest speaks for: `.hatch/mcp.yaml` speaks for the folder above. */
export function folderOf(path: string, platform: Platform): string {
  const { dirname, basename } = pathsOf(platform);
  const folder = dirname(path);
  return basename(folder) === '.hatch' && /^mcp\.ya?ml$/.test(basename(path)) ? dirname(folder) : folder;
}

function environmentSpec(environment: WrittenEnvironment, { hosts }: RuleContext): EnvironmentSpec {
  const { name, description, variables, place } = environment;
  const servers = [...environment.servers].map(([key, server]) => [key, serverSpec(server, variables, hosts)] as const);
  return { name, description, servers: new Map(servers), place };
}

/** Declared targets, and hosts that a rule or a group names without their being declared. */
function targetSpecs(context: RuleContext): ReadonlyMap<string, TargetSpec> {
  const { targets, place, variables } = context.written;
  const specs = new Map<string, TargetSpec>();
  for (const [name, target] of targets) {
    const path = (written: string | null | undefined) => (written ? String(targetPath(written, variables)) : undefined);
    specs.set(name, {
      name,
      type: target.type ?? name,
      scope: target.scope ?? undefined,
      path: path(target.path),
      home: path(target.home),
      project: path(target.project),
      policies: pickPolicies(target),
      declared: true,
      place: place(['targets', name]),
    });
  }
  for (const [name, where] of hostsInUse(context)) if (!specs.has(name)) specs.set(name, undeclaredTarget(name, where));
  return specs;
}

/** A host by its id, without a declaration. */
export function undeclaredTarget(id: string, place: Place): TargetSpec {
  const nothing = { scope: undefined, path: undefined, home: undefined, project: undefined, policies: {} };
  return { name: id, type: id, ...nothing, declared: false, place };
}

function hostsInUse(context: RuleContext): readonly (readonly [string, Place])[] {
  const { groups, rules, place } = context.written;
  const named = [
    ...rules.flatMap(({ to, target }, i) => [
      ...listed(to, ['rules', String(i), 'to']),
      ...listed(target, ['rules', String(i), 'target']),
    ]),
    ...[...groups].flatMap(([group, members]) => listed(members, ['groups', group])),
  ];
  return named
    .filter(([name]) => name !== everyTarget && !groups.has(name))
    .map(([name, path]) => [targetName(name, context), place(path)]);
}

function ruleSpec(rule: Rule, i: number, context: RuleContext): RuleSpec {
  const source = rule.target === undefined ? undefined : targetName(rule.target, context);
  const texts = (value: string | string[] | undefined) => listed(value, []).map(([text]) => text);
  return {
    index: i + 1,
    environment: rule.environment,
    target: source,
    to: [...destinations(rule.to, context)].filter((name) => name !== source).sort(byCodePoint),
    toAllFound: meansAllFound(rule.to, context),
    servers: rule.servers === undefined ? undefined : texts(rule.servers),
    include: texts(rule.include),
    exclude: texts(rule.exclude),
    mirror: rule.mirror === true,
    place: context.written.place(['rules', String(i)]),
  };
}

function impliedRule(context: RuleContext): RuleSpec {
  const { file } = context.written.place([]);
  return { ...ruleSpec({ to: everyTarget }, -1, context), place: { file } };
}
