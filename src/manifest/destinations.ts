// What the names in `to` and in groups stand for.

import type { Path } from '../model/json.ts';
import type { RuleContext } from './rule.ts';

/** The word for every declared target. */
export const everyTarget = 'all';

/** A text or a list of texts as pairs of text and path. */
export function listed(
  value: string | readonly string[] | undefined,
  path: Path,
): readonly (readonly [string, Path])[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [[value, path]];
  return value.map((text, i) => [text, [...path, String(i)]]);
}

/** A declared target of this name, else the host that the word means, by its id; else the name itself. */
export function targetName(name: string, { written, hosts }: RuleContext): string {
  return written.targets.has(name) ? name : (hosts.get(name) ?? name);
}

/** Target names: groups and `all` resolved, each once. */
export function destinations(to: string | readonly string[], context: RuleContext): ReadonlySet<string> {
  const { targets, groups } = context.written;
  return new Set(
    listed(to, []).flatMap(([name]) =>
      name === everyTarget
        ? [...targets.keys()]
        : (groups.get(name) ?? [name]).map((each) => targetName(each, context)),
    ),
  );
}

/** Does `to` name `all` although no target is declared? */
export function meansAllFound(to: string | readonly string[], { written }: RuleContext): boolean {
  return written.targets.size === 0 && listed(to, []).some(([name]) => name === everyTarget);
}
