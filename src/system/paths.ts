// Paths in the form of the platform that the surroundings name, so that Windows is tested on Linux.

import { posix, win32 } from 'node:path';
import type { Platform } from '../model/target.ts';
import type { Surroundings } from './system.ts';

export type PathModule = Pick<
  typeof posix,
  'join' | 'dirname' | 'basename' | 'resolve' | 'isAbsolute' | 'relative' | 'sep' | 'parse'
>;

/** The path functions of a platform. */
export function pathsOf(platform: Platform): PathModule {
  return platform === 'win32' ? win32 : posix;
}

/** The path functions for paths written like this absolute one: its form tells POSIX from Windows. */
export function pathsLike(absolute: string): PathModule {
  return absolute.startsWith('/') ? posix : win32;
}

/** A variable of the surroundings; on Windows without regard to case. Empty counts as not set. */
export function variable(surroundings: Surroundings, name: string): string | undefined {
  const { env, platform } = surroundings;
  const found =
    env[name] ??
    (platform === 'win32'
      ? Object.entries(env).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
      : undefined);
  return found === '' ? undefined : found;
}

/** Is `path` the folder `folder` or below it? Both absolute. Windows and macOS do not distinguish case. */
export function isWithin(platform: Platform, folder: string, path: string): boolean {
  const fold = (text: string) => (platform === 'linux' ? text : text.toLowerCase());
  const relative = pathsOf(platform).relative(fold(folder), fold(path));
  return relative === '' || (!/^\.\.([/\\]|$)/.test(relative) && !pathsOf(platform).isAbsolute(relative));
}
