// What commands save in the manifest, as edits that keep its comments: servers, environments, targets, rules.

import { changeTree } from '../formats/change.ts';
import type { Change } from '../formats/codec.ts';
import { render, splitMark } from '../formats/splice.ts';
import { at, equal, get, isArray, isObject, type Json, type JsonObject, type Path } from '../model/json.ts';
import { everyTarget } from './destinations.ts';
import { codecOf, type Source } from './parse.ts';

/** One thing to save; values are as one would write them. */
export type ManifestEdit =
  /** In the place of the environment's own definition. An environment that is not there comes into being. */
  | { readonly kind: 'set-server'; readonly environment: string; readonly name: string; readonly server: JsonObject }
  /** The environment's own definition goes; `null` stands in its place where the server is inherited too. */
  | { readonly kind: 'remove-server'; readonly environment: string; readonly name: string }
  | { readonly kind: 'set-environment'; readonly name: string; readonly environment: JsonObject }
  | { readonly kind: 'remove-environment'; readonly name: string }
  /** The `environment:` key: current unless another is chosen. */
  | { readonly kind: 'set-current'; readonly name: string }
  | { readonly kind: 'set-target'; readonly name: string; readonly target: JsonObject }
  | { readonly kind: 'remove-target'; readonly name: string }
  /** Appended. A manifest without rules first gets its implied one written out, so that nothing else changes. */
  | { readonly kind: 'add-rule'; readonly rule: JsonObject }
  /** `index` counts from 0. */
  | { readonly kind: 'set-rule'; readonly index: number; readonly rule: JsonObject }
  | { readonly kind: 'remove-rule'; readonly index: number }
  /** For a manifest that has none. */
  | { readonly kind: 'set-rules'; readonly rules: readonly JsonObject[] };

/**
 * The manifest's text after the edits, proven to say just that and to be the same elsewhere. Throws `FormatError` where
 * the text is not valid or an edit cannot be made without harm to it.
 */
export function editManifest(source: Source, edits: readonly ManifestEdit[]): string {
  const codec = codecOf(source.path);
  const { value } = codec.read(splitMark(source.text).body);
  const changes = [...edits.flatMap((edit) => changesOf(edit, value)), ...ruleChanges(edits, value)];
  return changes.length === 0 ? source.text : render(codec, source.text, changeTree(changes));
}

type PathChange = readonly [Path, Change];

function changesOf(edit: ManifestEdit, manifest: Json): readonly PathChange[] {
  switch (edit.kind) {
    case 'set-server':
      return replace(['environments', edit.environment, 'servers', edit.name], edit.server, manifest);
    case 'remove-server':
      return removeServer(edit.environment, edit.name, manifest);
    case 'set-environment':
      return replace(['environments', edit.name], edit.environment, manifest);
    case 'remove-environment':
      return at(manifest, ['environments', edit.name]) === undefined ? [] : [remove(['environments', edit.name])];
    case 'set-current':
      return [set(['environment'], edit.name)];
    case 'set-target':
      return replace(['targets', edit.name], edit.target, manifest);
    case 'remove-target':
      return at(manifest, ['targets', edit.name]) === undefined ? [] : [remove(['targets', edit.name])];
    case 'set-rule':
      return replace(['rules', String(edit.index)], edit.rule, manifest);
    case 'remove-rule':
      return [remove(['rules', String(edit.index)])];
    case 'set-rules':
      return [set(['rules'], [...edit.rules])];
    case 'add-rule':
      return [];
  }
}

function removeServer(environment: string, name: string, manifest: Json): readonly PathChange[] {
  const path = ['environments', environment, 'servers', name];
  if (inherits(environment, name, manifest, new Set([environment]))) return [set(path, null)];
  return at(manifest, path) === undefined ? [] : [remove(path)];
}

/** Does an ancestor of the environment give the server? Each is asked once, so a cycle does no harm. */
function inherits(environment: string, name: string, manifest: Json, asked: Set<string>): boolean {
  const written = at(manifest, ['environments', environment, 'extends']);
  const parents = (isArray(written) ? written : [written]).filter((each) => typeof each === 'string');
  return parents.some((parent) => {
    if (asked.has(parent)) return false;
    asked.add(parent);
    const own = at(manifest, ['environments', parent, 'servers', name]);
    return isObject(own) || (own === undefined && inherits(parent, name, manifest, asked));
  });
}

function ruleChanges(edits: readonly ManifestEdit[], manifest: Json): readonly PathChange[] {
  const added = edits.flatMap((edit) => (edit.kind === 'add-rule' ? [edit.rule] : []));
  if (added.length === 0) return [];
  const rules = get(manifest, 'rules');
  if (isArray(rules)) return added.map((rule, i) => set(['rules', String(rules.length + i)], rule));
  return [set(['rules'], [...impliedRules(edits, manifest), ...added])];
}

/** `all` would take in a target that is added at the same time; then those that are there are written by name. */
function impliedRules(edits: readonly ManifestEdit[], manifest: Json): readonly Json[] {
  const declared = Object.keys(get(manifest, 'targets') ?? {});
  if (declared.length === 0) return [];
  const grows = edits.some((edit) => edit.kind === 'set-target' && !declared.includes(edit.name));
  return [{ to: grows ? declared : [everyTarget] }];
}

/** Only what is different changes, so that comments inside stay. */
function replace(path: Path, next: JsonObject, manifest: Json): readonly PathChange[] {
  const before = at(manifest, path);
  if (!isObject(before)) return [set(path, next)];
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(next, key));
  const changed = Object.entries(next).flatMap(([key, value]) => {
    if (equal(get(before, key), value)) return [];
    return isObject(value) ? replace([...path, key], value, manifest) : [set([...path, key], value)];
  });
  return [...gone.map((key) => remove([...path, key])), ...changed];
}

function set(path: Path, value: Json): PathChange {
  return [path, { kind: 'set', value }];
}

function remove(path: Path): PathChange {
  return [path, { kind: 'remove' }];
}
