// The manifest that no longer gives some servers to some targets, and gives everything else as before.

import { splitMark } from '../formats/splice.ts';
import { editManifest, type ManifestEdit } from '../manifest/edit.ts';
import { codecOf, type Source } from '../manifest/parse.ts';
import { digestOf } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import { get, isArray, isObject, type Json, type JsonObject, object } from '../model/json.ts';
import type { RuleSpec } from '../model/manifest.ts';
import { serversPlace } from '../state/actual.ts';
import type { DesiredTarget } from '../state/desired.ts';
import type { TargetStates } from '../state/states.ts';
import type { Loaded } from './load.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { readStates } from './read-states.ts';

/** Undefined stands for all of them. */
type Names = readonly string[] | undefined;

const nothing: DesiredTarget = { entries: [], held: () => undefined, findings: [] };

/** Target → what the manifest wants there beside these servers. Nothing where that cannot be known. */
export async function remainder(
  ports: ReadPorts,
  options: PlanOptions,
  loaded: Loaded | undefined,
  servers: Names,
): Promise<(target: string) => DesiredTarget> {
  const wanted = loaded === undefined ? undefined : await wantedNow(ports, options, loaded);
  return (name) => {
    const target = wanted?.find((one) => one.name === name || one.sharedWith.includes(name));
    const kept = (target?.desired.entries ?? []).filter(
      (entry) => entry.place === serversPlace && servers?.includes(entry.name) === false,
    );
    const needed = new Set(kept.flatMap(({ needs }) => needs));
    const satellites = (target?.desired.entries ?? []).filter(({ place, name: key }) => needed.has(`${place}/${key}`));
    return { ...nothing, entries: [...kept, ...satellites] };
  };
}

async function wantedNow(
  ports: ReadPorts,
  { manifest, variables, root }: PlanOptions,
  draft: Source,
): Promise<readonly TargetStates[] | undefined> {
  try {
    const options = { manifest, root, ...(variables && { variables }) };
    const { targets, findings } = (await readStates(ports, options, { path: draft.path, text: draft.text })).states;
    return findings.some(({ severity }) => severity === 'error') ? undefined : targets;
  } catch (error) {
    // A draft may be no valid manifest; a manifest may have no current environment.
    if (error instanceof HatchError && ['manifest-invalid', 'usage'].includes(error.exit)) return undefined;
    throw error;
  }
}

/**
 * The text of the manifest after the plainest edit that does it: out of its environments, else out of the rules. As it
 * is where it does not give them. Throws HatchError `failed` where no edit does just this.
 */
export async function withoutGiving(
  ports: ReadPorts,
  options: PlanOptions,
  loaded: Loaded,
  servers: Names,
  targets: readonly string[],
): Promise<string> {
  const isGone = (target: string, name: string) => targets.includes(target) && (servers?.includes(name) ?? true);
  const now = wantedIn(await wantedNow(ports, options, loaded));
  const left = [...now].filter(([, { target, name }]) => !isGone(target, name));
  if (left.length === now.size) return loaded.text;
  const goal = new Map(left.map(([key, { digest }]) => [key, digest]));
  const narrowed = (text: string, which: Names) => outOfRules({ ...loaded, text }, which, targets);
  const elsewhere = (which: readonly string[]) => outOfEnvironments(loaded, now, which, targets);
  const drafts: readonly (() => string)[] =
    servers === undefined
      ? [() => outOfTargets(loaded, targets)]
      : [
          () => elsewhere(servers),
          () => narrowed(elsewhere(servers), servers),
          () => narrowed(elsewhere(servers), noServer),
        ];
  for (const make of [...drafts, () => narrowed(loaded.text, servers), () => narrowed(loaded.text, noServer)]) {
    const text = make();
    const next = await wantedNow(ports, options, { path: loaded.path, text });
    if (next === undefined) continue;
    const after = wantedIn(next);
    if (after.size === goal.size && [...after].every(([key, { digest }]) => goal.get(key) === digest)) return text;
  }
  throw new HatchError('failed', `${loaded.path} cannot be changed so that it gives all but this`, {
    hint: 'take it out of the manifest by hand, or leave --save out: the next apply then brings it back',
  });
}

interface Wanted {
  readonly target: string;
  readonly name: string;
  readonly environment: string | undefined;
  readonly digest: string;
}

function wantedIn(targets: readonly TargetStates[] | undefined): ReadonlyMap<string, Wanted> {
  const all = (targets ?? []).flatMap(({ name: target, desired }) =>
    desired.entries
      .filter(({ place }) => place === serversPlace)
      .map(({ name, environment, value }) => {
        return [`${target}/${name}`, { target, name, environment, digest: digestOf(value) }] as const;
      }),
  );
  return new Map(all);
}

/** Targets that are declared, and that nothing else in the manifest speaks of. */
function outOfTargets(source: Source, targets: readonly string[]): string {
  return editManifest(
    source,
    targets.map((name) => ({ kind: 'remove-target', name })),
  );
}

function outOfEnvironments(
  source: Source,
  now: ReadonlyMap<string, Wanted>,
  servers: readonly string[],
  targets: readonly string[],
): string {
  const given = [...now.values()].filter(({ target, name }) => targets.includes(target) && servers.includes(name));
  const pairs = new Map(given.map(({ environment = '', name }) => [`${environment}/${name}`, { environment, name }]));
  const edits = [...pairs.values()].map(
    ({ environment, name }): ManifestEdit => ({ kind: 'remove-server', environment, name }),
  );
  return editManifest(source, edits);
}

/** Rules that lead to these targets are narrowed there: by `exclude`, or by leaving the targets out of `to`. */
function outOfRules({ path, text, overlaid }: Loaded, servers: Names, targets: readonly string[]): string {
  const written = get(codecOf(path).read(splitMark(text).body).value, 'rules');
  const rules: readonly Json[] = isArray(written) && written.length > 0 ? written : [object([['to', 'all']])];
  const changed: { readonly index: number; readonly rule: JsonObject | undefined }[] = [];
  const added: JsonObject[] = [];
  for (const [index, rule] of rules.entries()) {
    const spec = overlaid.rules[index];
    if (spec === undefined || !isObject(rule)) continue;
    const hit = spec.to.filter((name) => targets.includes(name));
    if (hit.length === 0) continue;
    const rest = spec.to.filter((name) => !targets.includes(name));
    const narrow = servers === undefined ? undefined : excluding(rule, spec, servers);
    changed.push({ index, rule: rest.length > 0 ? withMember(rule, 'to', rest) : narrow });
    if (rest.length > 0 && narrow !== undefined) added.push(withMember(narrow, 'to', hit));
  }
  if (rules !== written) {
    const [first] = changed;
    const all = [...(first?.rule === undefined ? [] : [first.rule]), ...added];
    return editManifest({ path, text }, [{ kind: 'set-rules', rules: all }]);
  }
  const edited = editManifest({ path, text }, [
    ...changed.flatMap(({ index, rule }): ManifestEdit[] =>
      rule === undefined ? [] : [{ kind: 'set-rule', index, rule }],
    ),
    ...added.map((rule): ManifestEdit => ({ kind: 'add-rule', rule })),
  ]);
  const gone = changed.filter(({ rule }) => rule === undefined).map(({ index }) => index);
  return gone
    .sort((a, b) => b - a)
    .reduce((before, index) => editManifest({ path, text: before }, [{ kind: 'remove-rule', index }]), edited);
}

/** Rules stay, and give no server at all: were the last one gone, everything would go to every target again. */
const noServer: readonly string[] = [];

/** Without these servers, or, with `noServer`, without any. Undefined where nothing is left of the rule. */
function excluding(rule: JsonObject, spec: RuleSpec, servers: readonly string[]): JsonObject | undefined {
  if (servers === noServer) {
    const plain = object(Object.entries(rule).filter(([key]) => !['servers', 'include'].includes(key)));
    return withMember(plain, 'exclude', ['.*']);
  }
  if (spec.servers !== undefined) {
    const left = spec.servers.filter((name) => !servers.includes(name));
    return left.length === 0 ? undefined : withMember(rule, 'servers', left);
  }
  const patterns = servers.map((name) => `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`);
  return withMember(rule, 'exclude', [...spec.exclude, ...patterns]);
}

function withMember(rule: JsonObject, key: string, value: readonly string[]): JsonObject {
  return object([
    ...Object.entries(rule).map(([name, member]) => [name, name === key ? [...value] : member] as const),
    ...(Object.hasOwn(rule, key) ? [] : [[key, [...value]] as const]),
  ]);
}
