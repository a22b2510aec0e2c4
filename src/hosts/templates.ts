// Path templates of descriptors into the paths of one machine.

import { isWithin, pathsOf, variable } from '../system/paths.ts';
import type { Reader } from '../system/system.ts';
import type { LocateRequest } from './api.ts';
import type { PathTemplate } from './host.ts';

/** One template on this machine. */
export interface Expanded {
  /** Every path that it stands for: one, or with `*` one for each match, sorted. */
  readonly paths: readonly string[];
  readonly hasStar: boolean;
  /** The variable that moved it here. */
  readonly variable: string | undefined;
}

/** Undefined where the template has no path here: another platform, or a variable that is not set to a full path. */
export function expand(template: PathTemplate, request: LocateRequest, reader: Reader): Expanded | undefined {
  const text = typeof template === 'string' ? template : template[request.platform];
  if (text === undefined) return undefined;
  const [word = ''] = /[A-Z][A-Z0-9_]+(?=\})/.exec(text) ?? [];
  if (word !== '' && fullPath(request, word) === undefined) return undefined;
  const filled = text.replace(/\{(\w+)\}/g, (_, key: string) => fullPath(request, key) ?? base(request, key));
  const { join } = pathsOf(request.platform);
  const paths = filled.split('/').some(hasStar) ? matches(filled, request, reader) : [join(filled)];
  return { paths, hasStar: hasStar(filled), variable: word === '' ? undefined : word };
}

function fullPath({ platform, home, variables }: LocateRequest, name: string): string | undefined {
  const value = variable({ platform, home, cwd: home, env: variables, uid: undefined }, name);
  return value !== undefined && pathsOf(platform).isAbsolute(value) ? value : undefined;
}

function base(request: LocateRequest, word: string): string {
  const { home, project, platform } = request;
  const { join } = pathsOf(platform);
  switch (word) {
    case 'home':
      return home;
    case 'project':
      return project;
    case 'config':
      return fullPath(request, 'XDG_CONFIG_HOME') ?? join(home, '.config');
    case 'appData':
      return fullPath(request, 'APPDATA') ?? join(home, 'AppData', 'Roaming');
    case 'localAppData':
      return fullPath(request, 'LOCALAPPDATA') ?? join(home, 'AppData', 'Local');
    case 'appSupport':
      if (platform === 'darwin') return join(home, 'Library', 'Application Support');
      return base(request, platform === 'win32' ? 'appData' : 'config');
    default:
      throw new RangeError(`no such word in a path: ${word}`);
  }
}

function hasStar(text: string): boolean {
  return text.includes('*');
}

/** The part up to the `*` must be there; what follows need not. */
function matches(filled: string, { platform }: LocateRequest, reader: Reader): readonly string[] {
  const { join } = pathsOf(platform);
  const names = filled.split('/');
  const star = names.findIndex(hasStar);
  const folder = join(names.slice(0, star).join('/') || '/');
  const [before = '', after = ''] = (names[star] ?? '').split('*');
  return (reader.list(folder) ?? [])
    .filter((name) => name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after))
    .map((name) => join(folder, name, ...names.slice(star + 1)));
}

/** The path with `{home}` or `{project}` in front and `/` between, where it lies below one of them. */
export function symbolic({ platform, home, project, scope }: LocateRequest, path: string): string {
  const { relative, sep } = pathsOf(platform);
  const roots = scope === 'project' ? ([['{project}', project]] as const) : ([['{home}', home]] as const);
  const root = roots.find(([, folder]) => isWithin(platform, folder, path));
  if (root === undefined) return path;
  const [word, folder] = root;
  return [
    word,
    ...relative(folder, path)
      .split(sep)
      .filter((name) => name !== ''),
  ].join('/');
}
