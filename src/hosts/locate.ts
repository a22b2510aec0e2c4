// Where a host keeps its servers on this machine: every place that was looked at, which one was chosen, and why.

import type { Finding } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import type { Placement, Scope } from '../model/target.ts';
import { pathsOf } from '../system/paths.ts';
import type { Reader } from '../system/system.ts';
import type { Candidate, Located, LocateRequest } from './api.ts';
import { named, writtenByHand } from './encode.ts';
import type { Host, ScopePlace } from './host.ts';
import { type Expanded, expand, symbolic } from './templates.ts';
import { hasTopLevelKey } from './top-level.ts';

/** The finding is `scope-unsupported`, `host-by-hand` or `host-ambiguous`. Failures of the reader are thrown. */
export function locate(host: Host, request: LocateRequest, reader: Reader): Located | Finding {
  const { scope, path } = request;
  const place = host.scopes[scope] ?? (path === undefined ? undefined : Object.values(host.scopes)[0]);
  if (place === undefined) return scopeUnsupported(host, scope);
  if (path !== undefined) return userNamed(place, request, path, reader);
  const choices = place.files.map((template) => expand(template, request, reader)).filter((one) => one !== undefined);
  const moved = choices.find((choice) => choice.variable !== undefined);
  const seen = look(moved === undefined ? choices : [moved], place, reader);
  const chosen = choose(seen);
  if (chosen === undefined) return choices.length === 0 ? notHere(host, request) : ambiguous(host, seen);
  return {
    path: chosen.path,
    symbolic: symbolic(request, chosen.path),
    ...placed(place, undefined),
    ...presenceOf(host, request, seen, reader),
    candidates: seen.map((one) =>
      candidate(request, one, one.path === chosen.path ? chosen.reason : passedOver(one, chosen)),
    ),
  };
}

/** One path that was looked at. */
interface Seen {
  readonly path: string;
  readonly exists: boolean;
  readonly holdsServers: boolean;
  readonly choice: Expanded;
}

function look(choices: readonly Expanded[], place: ScopePlace, reader: Reader): readonly Seen[] {
  const all = choices.flatMap((choice) =>
    choice.paths.map((path) => ({ path, choice, exists: reader.stat(path) !== undefined })),
  );
  const isOneOfSeveral = place.folder === undefined && all.filter(({ exists }) => exists).length > 1;
  return all.map((one) => ({
    ...one,
    holdsServers: isOneOfSeveral && one.exists && holdsServers(one.path, place, reader),
  }));
}

function holdsServers(path: string, { container, format }: ScopePlace, reader: Reader): boolean {
  const [key] = container.path;
  const bytes = reader.read(path);
  return (
    key !== undefined &&
    bytes !== undefined &&
    format.startsWith('json') &&
    hasTopLevelKey(new TextDecoder().decode(bytes), key)
  );
}

/** Undefined where several are equally likely. Several matches of one `*` are no choice, as long as there is another. */
function choose(seen: readonly Seen[]): (Seen & { readonly reason: string }) | undefined {
  const existing = seen.filter(({ exists }) => exists);
  const sure = existing.filter(
    ({ choice }) => !choice.hasStar || existing.filter((one) => one.choice === choice).length === 1,
  );
  const holder = sure.find(({ holdsServers }) => holdsServers);
  if (holder !== undefined && sure.length > 1) return { ...holder, reason: 'exists and holds the servers' };
  const [found] = sure;
  if (found !== undefined) return { ...found, reason: moved(found) ?? 'exists' };
  if (existing.length > 0) return undefined;
  const starred = seen.filter(({ choice }) => choice.hasStar);
  if (starred.length > 1) return undefined;
  const first = starred[0] ?? seen[0];
  return (
    first && {
      ...first,
      reason: moved(first) ?? (starred.length > 0 ? 'the folder of the app is there' : 'the usual place'),
    }
  );
}

function moved({ choice }: Seen): string | undefined {
  return choice.variable === undefined ? undefined : `${choice.variable} is set`;
}

function passedOver(one: Seen, chosen: Seen): string {
  if (!one.exists) return 'does not exist';
  return `exists too; the host may read it beside ${chosen.path}`;
}

function candidate(request: LocateRequest, { path, exists }: Pick<Seen, 'path' | 'exists'>, reason: string): Candidate {
  return { path, symbolic: symbolic(request, path), exists, reason };
}

function presenceOf(
  host: Host,
  request: LocateRequest,
  seen: readonly Seen[],
  reader: Reader,
): Pick<Located, 'present' | 'evidence'> {
  const file = seen.find(({ exists }) => exists)?.path;
  // That the host is in use says nothing of one project.
  if (request.scope === 'project') return { present: true, evidence: file };
  const evidence = file ?? evidenceOf(host, request, reader);
  return { present: evidence !== undefined, evidence };
}

/** The file or folder that shows that the host is on this machine, its servers' own apart. */
export function evidenceOf(host: Host, request: LocateRequest, reader: Reader): string | undefined {
  const places = host.presence.flatMap((one) => expand(one, request, reader)?.paths ?? []);
  return places.find((path) => reader.stat(path) !== undefined);
}

function userNamed(place: ScopePlace, request: LocateRequest, path: string, reader: Reader): Located {
  const found = { path, exists: reader.stat(path) !== undefined };
  return {
    path,
    symbolic: symbolic(request, path),
    ...placed(place, pathsOf(request.platform).basename(path)),
    present: true,
    evidence: found.exists ? path : undefined,
    candidates: [candidate(request, found, 'named by `path`')],
  };
}

/** A file that was named where the host has a folder is one of the files that would stand in it. */
function placed(place: ScopePlace, file: string | undefined): Pick<Located, 'format' | 'placement' | 'satellites'> {
  const { container, folder, format, fresh, satellites = {} } = place;
  const isFile = folder === undefined || folder.extensions.some((extension) => file?.endsWith(extension));
  const placement: Placement = isFile
    ? { kind: 'file', container, ...(fresh === undefined ? {} : { fresh }) }
    : {
        kind: 'folder',
        container,
        extensions: folder.extensions,
        fresh: (name): JsonObject => named(folder.fresh, name),
      };
  return { format, placement, satellites };
}

function scopeUnsupported(host: Host, scope: Scope): Finding {
  const others = Object.keys(host.scopes);
  if (host.byHand !== undefined) return writtenByHand(host, host.byHand);
  return {
    code: 'scope-unsupported',
    severity: 'error',
    message: `${host.title} has no file of scope ${scope}`,
    hint: others.length > 0 ? `scope: ${others.join(' or ')}` : 'name a file by `path`',
  };
}

/** A note only: a manifest is shared by people on several platforms. */
function notHere({ title }: Host, { platform }: LocateRequest): Finding {
  const names = { darwin: 'macOS', linux: 'Linux', win32: 'Windows' } as const;
  return { code: 'host-not-here', severity: 'note', message: `${title} has no file on ${names[platform]}: skipped` };
}

function ambiguous(host: Host, seen: readonly Seen[]): Finding {
  return {
    code: 'host-ambiguous',
    severity: 'error',
    message: `${host.title} has several files of its own here: ${seen.map(({ path }) => path).join(', ')}`,
    hint: 'name the right one by `path`',
  };
}
