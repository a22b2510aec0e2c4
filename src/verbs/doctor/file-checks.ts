// What is wrong with a host's file as a whole: where it lies, how it is written, under which key the servers stand.

import { decodeText } from '../../formats/index.ts';
import { looseParts } from '../../formats/jsonc-strict.ts';
import { splitMark } from '../../formats/splice.ts';
import { positions } from '../../formats/style.ts';
import type { LocateRequest } from '../../hosts/api.ts';
import type { OtherFile } from '../../hosts/host.ts';
import { hosts } from '../../hosts/index.ts';
import { expand } from '../../hosts/templates.ts';
import type { Finding } from '../../model/finding.ts';
import { at, isObject, type Json, type Path } from '../../model/json.ts';
import { type Check, type Examined, looksLikeServer, type Scene, serversOf } from './examined.ts';

/** The text of a file in JSON, as the host reads it; undefined where there is none. */
export function jsonText({
  host,
  scope,
  actual,
}: Examined): { readonly path: string; readonly text: string } | undefined {
  const [file] = actual.files;
  if (host.scopes[scope]?.format !== 'json' || file?.document === undefined || file.bytes === undefined)
    return undefined;
  return { path: file.path, text: splitMark(decodeText(file.bytes)).body };
}

/** A strict reader takes no comment and no trailing comma; the app then starts as if it had no servers. */
const ignored: Check = (one) => {
  const file = jsonText(one);
  if (file === undefined) return [];
  const place = positions(file.text);
  const loose = looseParts(file.text);
  return (['comment', 'trailing-comma'] as const).flatMap((kind): readonly Finding[] => {
    const own = loose.filter((part) => part.kind === kind);
    const [first] = own;
    if (first === undefined) return [];
    const { line, column } = place(first.start);
    const what = kind === 'comment' ? 'comment' : 'trailing comma';
    const [many, them] = own.length === 1 ? [`a ${what}`, 'it'] : [`${own.length} ${what}s`, 'them'];
    return [
      {
        code: 'host-ignores-file',
        severity: 'error',
        message: `${one.host.title} takes strict JSON only and may ignore the whole file: it has ${many}`,
        hint: kind === 'comment' ? `remove ${them} by hand` : `hatch doctor --fix removes ${them}`,
        target: one.host.id,
        place: { file: file.path, line, column },
      },
    ];
  });
};

/** Other candidates that are there, and files that were this host's once or that others take for its own. */
const twins: Check = (one, scene) => [
  ...one.located.candidates
    .filter(({ path, exists }) => exists && path !== one.located.path)
    .map(({ path, reason }) => ({
      code: 'second-file',
      severity: 'warning' as const,
      message: `a second file of ${one.host.title}, beside ${one.located.path}: ${reason}`,
      hint: 'keep one of them; `path` of a target names the right one',
      target: one.host.id,
      place: { file: path },
    })),
  ...otherFiles(one, scene, 'stale').map(({ path, why }) => ({
    code: 'stale-file',
    severity: 'warning' as const,
    message: `${one.host.title} does not read this file: ${why}`,
    hint: 'move over what you still need, then remove it; nothing here touches it',
    target: one.host.id,
    place: { file: path },
  })),
];

const imports: Check = (one, scene) =>
  otherFiles(one, scene, 'imported').map(({ path, why }) => ({
    code: 'host-imports',
    severity: 'note',
    message: `${one.host.title} takes servers over from here too, so that one may show up twice: ${why}`,
    hint: 'switch that off in the host, or leave the server out of one of the two',
    target: one.host.id,
    place: { file: path },
  }));

function otherFiles(
  { host, scope }: Examined,
  scene: Scene,
  role: OtherFile['role'],
): readonly { readonly path: string; readonly why: string }[] {
  const { platform } = scene.surroundings;
  const request: LocateRequest = {
    scope,
    platform,
    home: scene.home,
    variables: scene.home === scene.surroundings.home ? scene.surroundings.env : {},
    project: scene.project,
    path: undefined,
  };
  return (host.others ?? [])
    .filter((other) => other.role === role && scopeOf(other) === scope)
    .flatMap(({ path, why }) =>
      (expand(path, request, scene.reader)?.paths ?? []).map((found) => ({ path: found, why })),
    )
    .filter(({ path }) => scene.reader.stat(path) !== undefined);
}

function scopeOf({ path }: OtherFile): 'user' | 'project' {
  const texts = typeof path === 'string' ? [path] : Object.values(path);
  return texts.some((text) => text.startsWith('{project}')) ? 'project' : 'user';
}

/** A file that several hosts read: what one target gets, the other host has too. */
const shared: Check = (one, scene) => {
  const readers = scene.all.filter(
    (other) =>
      other.host.id !== one.host.id &&
      other.host.id > one.host.id &&
      other.located.path === one.located.path &&
      one.actual.state !== 'absent',
  );
  const also = otherFiles(one, scene, 'read');
  return [
    ...readers.map(({ host }) => ({
      code: 'shared-file',
      severity: 'note' as const,
      message: `${one.host.title} and ${host.title} both read this file`,
      hint: 'one target of the two is enough',
      target: one.host.id,
      place: { file: one.located.path },
    })),
    ...also.map(({ path, why }) => ({
      code: 'shared-file',
      severity: 'note' as const,
      message: `${one.host.title} reads this file too: ${why}`,
      hint: 'a server of the same name there may win, or show up twice',
      target: one.host.id,
      place: { file: path },
    })),
  ];
};

/** Every key under which some host keeps a map of servers. */
const serverKeys: readonly Path[] = [
  ...new Map(
    hosts
      .flatMap(({ scopes }) => Object.values(scopes))
      .filter(({ container }) => container.kind === 'map')
      .map(({ container }) => [container.path.join('\0'), container.path]),
  ).values(),
];

/** Servers under another host's key: this one never sees them. */
const wrongKey: Check = (one, scene) => {
  const [file] = one.actual.files;
  const document = file?.document;
  if (file === undefined || document === undefined) return [];
  const own = scene.all
    .filter(({ located }) => located.path === one.located.path)
    .flatMap(({ located }) => [located.placement.container, ...Object.values(located.satellites)])
    .map(({ path }) => path);
  const isOwn = (path: Path) => own.some((other) => covers(other, path) || covers(path, other));
  const right = one.located.placement.container.path.join('.');
  return serverKeys
    .filter((path) => !isOwn(path))
    .flatMap((path): readonly Finding[] => {
      const count = serversIn(at(document.value, path));
      const position = document.locate(path);
      if (count === 0) return [];
      return [
        {
          code: 'wrong-key',
          severity: 'warning',
          message: `${one.host.title} does not look under \`${path.join('.')}\`, where ${count === 1 ? 'a server stands' : `${count} servers stand`}`,
          hint: `it reads \`${right}\`: move them there`,
          target: one.host.id,
          place: { file: file.path, ...(position && { line: position.line, column: position.column }) },
        },
      ];
    });
};

function covers(above: Path, below: Path): boolean {
  return above.every((key, i) => below[i] === key);
}

function serversIn(value: Json | undefined): number {
  return isObject(value) ? Object.values(value).filter(looksLikeServer).length : 0;
}

/** A project's file whose servers wait until a person has said yes in the host. */
const trust: Check = (one) => {
  const sentence = one.host.notes.trust;
  if (one.scope !== 'project' || sentence === undefined || serversOf(one).length === 0) return [];
  return [
    {
      code: 'needs-trust',
      severity: 'note',
      message: `servers of a project do not load by themselves in ${one.host.title}`,
      hint: sentence,
      target: one.host.id,
      place: { file: one.located.path },
    },
  ];
};

const unreadable: Check = ({ host, actual }) =>
  actual.findings.map((finding) => ({ hint: 'keep one of the two', ...finding, target: host.id }));

export const fileChecks: readonly Check[] = [unreadable, ignored, twins, imports, shared, wrongKey, trust];
