// The edit of the manifest that makes a host's change its own: tried on a draft, and taken only where it says just that.

import { FormatError } from '../formats/codec.ts';
import { splitMark } from '../formats/splice.ts';
import { editManifest, type ManifestEdit } from '../manifest/edit.ts';
import { codecOf } from '../manifest/parse.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { at, equal, isArray, isObject, type Json, type Path } from '../model/json.ts';
import { parsePointer, printPointer } from '../model/pointer.ts';
import type { EntryStates } from '../plan/entry-states.ts';
import { serversPlace } from '../state/actual.ts';
import type { DesiredEntry } from '../state/desired.ts';
import type { States, TargetStates } from '../state/states.ts';
import { pathsOf } from '../system/paths.ts';
import { type AcceptedChange, acceptedChange, definitionWith, neutral, type Places } from './accepted-change.ts';
import { type Literal, literalSecrets } from './found-servers.ts';
import type { PlanOptions, WritePorts } from './options.ts';
import { readStates } from './read-states.ts';

export interface Accepted {
  readonly target: string;
  readonly server: string;
  readonly environment: string;
  /** Pointers into the server's definition; none where the manifest says already what the host has. */
  readonly fields: readonly string[];
  /** It was removed from the host, and now from the manifest. */
  readonly removed: boolean;
}

/** An entry that somebody changed or removed. */
export interface Drifted {
  readonly target: string;
  readonly server: string;
  readonly states: EntryStates;
  readonly within: TargetStates;
}

/** `target/server`. */
export function nameOf({ target, server }: { readonly target: string; readonly server: string }): string {
  return `${target}/${server}`;
}

/** A manifest that is not written yet. */
export interface Draft {
  readonly path: string;
  readonly text: string;
}

interface Edited {
  readonly edit?: { readonly text: string; readonly accepted: Accepted };
  readonly findings: readonly Finding[];
}

/** The manifest that says it, and nothing else; or why there is none. */
export async function editFor(ports: WritePorts, options: PlanOptions, draft: Draft, one: Drifted): Promise<Edited> {
  const { states, target, server, within } = one;
  const { desired, actual } = states;
  const no = (message: string, hint?: string): Edited => ({
    findings: [
      { code: 'not-accepted', severity: 'error', message, target, server, ...(hint !== undefined && { hint }) },
    ],
  });
  const path = parsePointer(desired?.at.pointer ?? '');
  const [section, environment = '', , name] = path;
  if (desired === undefined) return no('the manifest gives it no more; apply decides what becomes of it');
  if (desired.source !== undefined) return no(`it is copied from ${desired.source}`, 'change it there');
  if (desired.at.file !== draft.path || section !== 'environments' || name !== server || path.length !== 4) {
    return no(`it is defined in ${desired.at.file}`, 'change it there');
  }
  const places = {
    platform: ports.surroundings.platform,
    manifestDir: pathsOf(ports.surroundings.platform).dirname(draft.path),
  };
  if (actual === undefined) {
    const edits: readonly ManifestEdit[] = [{ kind: 'remove-server', environment, name: server }];
    const holds = (wanted: DesiredEntry | undefined) => wanted === undefined;
    const text = await ifItSays(ports, options, draft, one, { edits, holds, alone: true });
    if (text === undefined) {
      const hint = `take it off ${target} alone by a rule: exclude: ["^${server}$"]`;
      return no('it was removed there, and other targets would lose it too', hint);
    }
    return { edit: { text, accepted: { target, server, environment, fields: [], removed: true } }, findings: [] };
  }
  const change = acceptedChange(states, within, places);
  if (change === undefined) return no('what stands there is no server that a manifest could say');
  const secrets = change.left.map((literal) => secretFinding(one, literal, change));
  if (change.fields.length === 0) {
    const accepted = { target, server, environment, fields: [], removed: false };
    return { ...(secrets.length === 0 && { edit: { text: draft.text, accepted } }), findings: secrets };
  }
  const manifest = codecOf(draft.path).read(splitMark(draft.text).body).value;
  const own = at(manifest, path);
  const written = (field: Path) => inherited(manifest, environment, ['servers', server, ...field], new Set());
  for (const removes of ['member', 'null'] as const) {
    const definition = definitionWith(isObject(own) ? own : {}, change, removes, written);
    const edits: readonly ManifestEdit[] = [{ kind: 'set-server', environment, name: server, server: definition }];
    const holds = (wanted: DesiredEntry | undefined) => says(wanted, one, change, places);
    const text = await ifItSays(ports, options, draft, one, { edits, holds, alone: false });
    if (text === undefined) continue;
    const fields = change.fields.map((field) => printPointer(field.path));
    return { edit: { text, accepted: { target, server, environment, fields, removed: false } }, findings: secrets };
  }
  return { findings: [...secrets, ...no('the manifest cannot say it so that the host keeps what it has').findings] };
}

/** What stands at a path of the environment, or of one that it extends, the nearest first. */
function inherited(manifest: Json, environment: string, path: Path, asked: Set<string>): Json | undefined {
  if (asked.has(environment)) return undefined;
  asked.add(environment);
  const own = at(manifest, ['environments', environment, ...path]);
  if (own !== undefined) return own;
  const parents = at(manifest, ['environments', environment, 'extends']);
  const names = isArray(parents) ? [...parents].reverse() : [parents];
  return names
    .filter((name) => typeof name === 'string')
    .map((name) => inherited(manifest, name, path, asked))
    .find((value) => value !== undefined);
}

function secretFinding({ target, server }: Drifted, literal: Literal, { before }: AcceptedChange): Finding {
  const said = at(before, parsePointer(literal.pointer));
  const hint =
    said === undefined
      ? `\`${literal.reference}\` could stand for it in the manifest`
      : `the manifest keeps \`${typeof said === 'string' ? said : JSON.stringify(said)}\``;
  return {
    code: 'literal-secret',
    severity: 'warning',
    message: `${literal.pointer} is a literal secret; it stays in the host`,
    ...(!literalSecrets(before).some(({ pointer }) => pointer === literal.pointer) && { hint }),
    target,
    server,
  };
}

/** Does the manifest then want just what the host has? */
function says(wanted: DesiredEntry | undefined, one: Drifted, change: AcceptedChange, places: Places): boolean {
  return isObject(wanted?.value) && equal(neutral(one.states, one.within, places, wanted.value) ?? null, change.wanted);
}

/** Edits, and when they are right. */
interface Trial {
  readonly edits: readonly ManifestEdit[];
  readonly holds: (wanted: DesiredEntry | undefined) => boolean;
  /** Nothing changes for any other target. */
  readonly alone: boolean;
}

/** The manifest's text after the edits; undefined where they are not right for the entry. */
async function ifItSays(
  ports: WritePorts,
  options: PlanOptions,
  draft: Draft,
  one: Drifted,
  { edits, holds, alone }: Trial,
): Promise<string | undefined> {
  try {
    const text = editManifest(draft, edits);
    const asked = { ...options, servers: undefined, pattern: undefined, hosts: undefined };
    const { states } = await readStates(ports, asked, { path: draft.path, text });
    const wanted = wantedIn(states, one.server);
    if (!holds(wanted.get(one.target))) return undefined;
    if (!alone) return text;
    const { states: now } = await readStates(ports, asked, draft);
    const lost = [...wantedIn(now, one.server).keys()].filter((target) => target !== one.target && !wanted.has(target));
    return lost.length > 0 ? undefined : text;
  } catch (error) {
    if (error instanceof FormatError || (error instanceof HatchError && error.exit === 'manifest-invalid'))
      return undefined;
    throw error;
  }
}

/** Target → what it is to have under this name. */
function wantedIn({ targets }: States, name: string): ReadonlyMap<string, DesiredEntry> {
  return new Map(
    targets.flatMap((target) =>
      target.desired.entries
        .filter((entry) => entry.place === serversPlace && entry.name === name)
        .map((entry) => [target.name, entry] as const),
    ),
  );
}
