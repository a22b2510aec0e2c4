// Where a program is found: on the PATH of a shell, or on the short one that an app of the desktop has.

import { pathsOf, variable } from '../../system/paths.ts';
import type { Reader, Surroundings } from '../../system/system.ts';

/**
 * PATH of a program started from the desktop. macOS: launchd's own (`man launchctl`, 2026-11-20); Linux: what login
 * managers set; Windows has one PATH for all.
 */
export const desktopPath = {
  darwin: '/usr/bin:/bin:/usr/sbin:/sbin',
  linux: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  win32: undefined,
} as const;

export type Found =
  | { readonly where: 'there'; readonly path: string }
  /** Only a shell finds it. */
  | { readonly where: 'shell'; readonly path: string }
  | { readonly where: 'nowhere' };

/** Looks for a program as a host would that starts with the desktop's PATH, or a shell's. */
export function findProgram(
  reader: Reader,
  surroundings: Surroundings,
  program: string,
  asked: { readonly desktop: boolean; readonly path: string | undefined; readonly home: string },
): Found {
  const { platform } = surroundings;
  const { isAbsolute } = pathsOf(platform);
  if (isAbsolute(program) || /[/\\]/.test(program)) {
    const path = program.startsWith('~') ? asked.home + program.slice(1) : program;
    return !isAbsolute(path) || isProgram(reader, surroundings, path) ? { where: 'there', path } : { where: 'nowhere' };
  }
  const shell = asked.path ?? variable(surroundings, 'PATH') ?? '';
  const own = asked.path ?? (asked.desktop ? (desktopPath[platform] ?? shell) : shell);
  const there = along(reader, surroundings, own, program);
  if (there !== undefined) return { where: 'there', path: there };
  const inShell = along(reader, surroundings, shell, program);
  return inShell === undefined ? { where: 'nowhere' } : { where: 'shell', path: inShell };
}

function along(reader: Reader, surroundings: Surroundings, path: string, program: string): string | undefined {
  const { platform } = surroundings;
  const windows = platform === 'win32';
  const endings = windows ? ['', ...(variable(surroundings, 'PATHEXT') ?? '.COM;.EXE;.BAT;.CMD').split(';')] : [''];
  const { join, isAbsolute } = pathsOf(platform);
  return path
    .split(windows ? ';' : ':')
    .filter((folder) => isAbsolute(folder))
    .flatMap((folder) => endings.map((ending) => join(folder, program + ending.toLowerCase())))
    .find((candidate) => isProgram(reader, surroundings, candidate));
}

function isProgram(reader: Reader, { platform }: Surroundings, path: string): boolean {
  const stat = reader.stat(path);
  if (stat === undefined || stat.kind === 'directory') return false;
  return platform === 'win32' || stat.kind === 'link' || (stat.mode & 0o111) !== 0;
}

/** Scripts of Node's on Windows, which a program that starts no scripts cannot run by itself. */
const scripts = /^(?:npx|npm|pnpm|pnpx|yarn|yarnpkg|bunx|tsx|ts-node)(?:\.cmd)?$/i;

export function isWindowsScript(program: string): boolean {
  return scripts.test(program);
}
