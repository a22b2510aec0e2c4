// Settings files of real users, for the laws of the codecs; none where the folder is not there.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface RealConfig {
  /** Absolute. */
  readonly path: string;
  /** The folder's name: the id of the host. */
  readonly host: string;
  /** The file's name. */
  readonly name: string;
  /** Decoded as UTF-8, a byte-order mark left out. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** The files of `<folder>/<host>/`, sorted by path; the folder is `HATCH_REAL_CONFIGS` or beside the project. */
export function realConfigs(): readonly RealConfig[] {
  const beside = fileURLToPath(new URL('../../../shared/real-configs', import.meta.url));
  const folder = process.env.HATCH_REAL_CONFIGS ?? beside;
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== folder)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => {
      const bytes = readFileSync(path);
      const host = relative(folder, path).split(sep)[0] ?? '';
      return { path, host, name: basename(path), text: new TextDecoder('utf-8').decode(bytes), bytes };
    });
}
