// One target: its files, its situation, and the plans of its entries.

import { hostLockOf } from '../hosts/index.ts';
import { sha256 } from '../model/digest.ts';
import type { Finding } from '../model/finding.ts';
import type { EntryPlan, TargetFile, TargetPlan } from '../model/plan.ts';
import { containersOf, serversPlace } from '../state/actual.ts';
import type { TargetStates } from '../state/states.ts';
import { entriesOf, unreadableEntries } from './entries.ts';
import { isReset, type Scene } from './scene.ts';

/** The plan of one target. */
export function targetPlan(scene: Scene): TargetPlan {
  const { target, consents } = scene;
  const files = filesOf(target);
  const { placement } = target.request;
  const folder = placement.kind === 'folder' ? { extensions: placement.extensions } : undefined;
  const base = {
    name: target.name,
    host: target.host.id,
    title: target.host.title,
    scope: target.scope,
    sharedWith: target.sharedWith,
    inPlace: target.inPlace,
    ...hostLockOf(target.host, target.scope),
    recordPath: folder && target.request.path,
    folder,
    afterwards: [target.host.notes.restart, target.scope === 'project' ? target.host.notes.trust : undefined].filter(
      (note) => note !== undefined,
    ),
  };
  const still = (state: TargetPlan['state'], findings: readonly Finding[]): TargetPlan => ({
    ...base,
    files,
    state,
    tightens: false,
    entries: [],
    findings: [...target.desired.findings, ...findings],
  });
  if (target.situation === 'moved' && !consents.pruneMoved) return still('moved', [movedFinding(target)]);
  if (target.actual.state === 'unreadable') {
    return { ...still('unreadable', target.actual.findings), entries: unreadableEntries(scene) };
  }
  if (target.actual.state === 'absent' && !target.present && !target.create)
    return still('absent', [absentFinding(target)]);
  const entries = entriesOf(scene);
  const added = newFiles(target, files, entries);
  return {
    ...base,
    files: added.files,
    state: stateOf(target),
    tightens:
      entries.some(({ edit, inline }) => edit !== undefined && inline.size > 0) &&
      target.actual.files.some(({ stat }) => ((stat?.mode ?? 0o600) & 0o077) !== 0),
    entries: added.entries,
    findings: [...target.desired.findings, ...target.actual.findings],
  };
}

function stateOf(target: TargetStates): TargetPlan['state'] {
  if (target.situation !== 'current') return target.situation === 'moved' ? 'moved' : 'retired';
  if (isReset(target)) return 'reset';
  return target.actual.state === 'absent' ? 'new' : 'read';
}

function absentFinding({ name, named, host }: TargetStates): Finding {
  return {
    code: 'host-absent',
    severity: named ? 'error' : 'note',
    message: `${host.title} is not on this machine`,
    hint: 'to create its file all the same, add --create (or `create: true` on the target)',
    target: name,
  };
}

function movedFinding({ name, request }: TargetStates): Finding {
  return {
    code: 'moved',
    severity: 'warning',
    message: `${name} now lies elsewhere; what we wrote to ${request.path} stays there`,
    hint: 'to remove it there, add --prune-moved',
    target: name,
  };
}

function filesOf({ actual, request }: TargetStates): readonly TargetFile[] {
  const fresh = request.placement.kind === 'file' ? request.placement.fresh : undefined;
  const read = actual.files.map((file) => ({
    path: file.path,
    symbolic: file.symbolic,
    format: file.format,
    containers: file.containers,
    bytes: file.bytes,
    fresh,
  }));
  if (read.length > 0 || request.placement.kind === 'folder') return read;
  return [
    {
      path: request.path,
      symbolic: request.symbolic,
      format: request.format,
      containers: containersOf(request),
      bytes: undefined,
      fresh,
    },
  ];
}

/** In a folder each new entry brings a file of its own. */
function newFiles(target: TargetStates, files: readonly TargetFile[], entries: readonly EntryPlan[]) {
  const { placement, path, symbolic, format } = target.request;
  if (placement.kind !== 'folder') return { files, entries };
  const all = [...files];
  const placed = entries.map((entry) => {
    const fresh = placement.fresh(entry.name);
    if (entry.edit?.kind !== 'add') {
      if (all[entry.file] !== undefined) all[entry.file] = { ...(all[entry.file] as TargetFile), fresh };
      return entry;
    }
    const name = `${fileName(entry.name)}${placement.extensions[0] ?? ''}`;
    const separator = path.includes('\\') ? '\\' : '/';
    const taken = all.findIndex((file) => file.path === `${path}${separator}${name}`);
    if (taken >= 0) return { ...entry, file: taken };
    all.push({
      path: `${path}${separator}${name}`,
      symbolic: `${symbolic}/${name}`,
      format,
      containers: new Map([[serversPlace, placement.container]]),
      bytes: undefined,
      fresh,
    });
    return { ...entry, file: all.length - 1 };
  });
  return { files: all, entries: placed };
}

/** File systems take 255 bytes; the ending, and what a temporary adds, need some of them. */
const longestName = 200;

/** A server's name as a file's name: what no file system takes, or what leads elsewhere, is written as `%XX`. */
function fileName(name: string): string {
  const plain = name.replace(
    /[^A-Za-z0-9._ -]|^[. ]|[. ]$/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return plain.length <= longestName ? plain : `${plain.slice(0, longestName - 17)}-${sha256(name).slice(0, 16)}`;
}
