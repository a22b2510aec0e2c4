// Paths, places and pointers as a person reads them.

import type { Place } from '../model/finding.ts';
import { parsePointer } from '../model/pointer.ts';
import { visible } from './visible.ts';

/** Where the reader stands: both absolute. */
export interface Where {
  readonly cwd: string;
  readonly home: string;
}

/** The path relative to the working directory if it lies below, else with `~` for the home directory, else whole. */
export function pathText(path: string, { cwd, home }: Where): string {
  const within = (folder: string, prefix: string): string | undefined => {
    const trimmed = folder.replace(/[/\\]$/, '');
    const next = path[trimmed.length];
    if (trimmed === '' || !path.startsWith(trimmed)) return undefined;
    if (next === undefined) return prefix === '' ? '.' : prefix;
    return next === '/' || next === '\\'
      ? (prefix === '' ? '' : prefix + next) + path.slice(trimmed.length + 1)
      : undefined;
  };
  return visible(within(cwd, '') ?? within(home, '~') ?? path);
}

/** `hatch.mcp.yaml:12:5`, as compilers write it, so that terminals and editors can jump there. */
export function placeText(place: Place, where: Where): string {
  const position = [place.line, place.column].filter((number) => number !== undefined).join(':');
  const path = pathText(place.file, where);
  return position === '' ? path : `${path}:${position}`;
}

/** `/env/LOG_LEVEL` → `env.LOG_LEVEL`; a key that is no plain word is quoted: `headers["X.Y"]`, `args[2]`. */
export function fieldText(pointer: string): string {
  return parsePointer(pointer).reduce((text, key) => {
    if (/^\d+$/.test(key)) return `${text}[${key}]`;
    if (/^[\w$@-]+$/.test(key)) return text === '' ? key : `${text}.${key}`;
    return `${text}[${visible(JSON.stringify(key))}]`;
  }, '');
}
