// Manifest targets → files on this machine: which host, which path, inside the repository or not.

import type { Located } from '../hosts/api.ts';
import { findHost, type Host, locate } from '../hosts/index.ts';
import type { Finding } from '../model/finding.ts';
import type { Manifest, Policies, TargetPolicies, TargetSpec } from '../model/manifest.ts';
import type { Scope } from '../model/target.ts';
import { isWithin, pathsOf } from '../system/paths.ts';
import type { Reader, Surroundings } from '../system/system.ts';

export interface ResolvedTarget {
  readonly name: string;
  readonly host: Host;
  readonly scope: Scope;
  readonly located: Located;
  /** Absolute path of the file or folder; equal on all machines when written `symbolic`. */
  readonly symbolic: string;
  /** The file lies in the manifest's repository. */
  readonly portable: boolean;
  /** So does what it leads to, if it is a link: nothing resolved is written there. */
  readonly inRepository: boolean;
  /** What `${home}` means there. */
  readonly home: string;
  /** The folder that a host of scope project calls its workspace. */
  readonly project: string;
  readonly policies: Policies & TargetPolicies;
}

/** What path resolution needs to know beside the manifest. */
export interface TargetContext {
  readonly surroundings: Surroundings;
  readonly repository: string | undefined;
  readonly root: string | undefined;
  /** Folder of the manifest: where relative paths begin. */
  readonly folder: string;
}

/** The target's place on this machine, or what is wrong with it. */
export function resolveTarget(
  reader: Reader,
  context: TargetContext,
  spec: TargetSpec,
  defaults: Manifest['policies'],
): ResolvedTarget | Finding {
  const { surroundings, root } = context;
  const paths = pathsOf(surroundings.platform);
  const host = findHost(spec.type);
  if (host === undefined) {
    return {
      code: 'unknown-host',
      severity: 'error',
      message: `\`${spec.type}\` is no known host`,
      target: spec.name,
      place: spec.place,
    };
  }
  const below = (path: string) => (root === undefined ? path : paths.join(root, path.replace(/^[A-Za-z]:/, '')));
  const absolute = (path: string) => {
    const expanded = /^~(?=$|[/\\])/.test(path) ? paths.join(surroundings.home, path.slice(1)) : path;
    return paths.isAbsolute(expanded) ? below(expanded) : paths.resolve(context.folder, expanded);
  };
  const scope = spec.scope ?? 'user';
  const home = spec.home === undefined ? below(surroundings.home) : absolute(spec.home);
  const project = spec.project === undefined ? context.folder : absolute(spec.project);
  const located = locate(
    host,
    {
      scope,
      platform: surroundings.platform,
      home,
      variables: spec.home === undefined && root === undefined ? surroundings.env : {},
      project,
      path: spec.path === undefined ? undefined : absolute(spec.path),
    },
    reader,
  );
  if ('severity' in located) return { ...located, target: spec.name, place: located.place ?? spec.place };
  const portable =
    context.repository !== undefined && isWithin(surroundings.platform, context.repository, located.path);
  return {
    name: spec.name,
    host,
    scope,
    located,
    symbolic: portable
      ? symbolOf(surroundings, '{repository}', context.repository as string, located.path)
      : located.symbolic,
    portable,
    inRepository: portable,
    home,
    project,
    policies: { ...defaults, ...spec.policies },
  };
}

function symbolOf(surroundings: Surroundings, symbol: string, folder: string, path: string): string {
  const relative = pathsOf(surroundings.platform).relative(folder, path).replaceAll('\\', '/');
  return relative === '' ? symbol : `${symbol}/${relative}`;
}

export function isFinding(value: object): value is Finding {
  return 'severity' in value && 'code' in value;
}
