// `create`: writes a new server package into a folder of its own, all of it or nothing.

import { missingFolders } from '../apply/home.ts';
import { encodeText } from '../formats/index.ts';
import { HatchError } from '../model/errors.ts';
import { type Language, languages, templateOf } from '../packages/templates.ts';
import { pathsOf } from '../system/paths.ts';
import type { WritePorts } from './options.ts';

/** Languages that there is a template for. */
export const knownLanguages: readonly Language[] = languages;

export interface Created {
  /** The folder, absolute. */
  readonly path: string;
  readonly name: string;
  readonly language: Language;
  /** From the folder, in order. */
  readonly files: readonly string[];
  /** What makes it ready, typed in the folder. */
  readonly setup: string;
}

/**
 * `where` is a folder that is not there yet, or is empty; its last part is the package's name. Throws HatchError `usage`
 * for a name that npm or PyPI would not take, `refused` where something is there.
 */
export function create({ system, surroundings }: WritePorts, where: string, language: Language): Created {
  const { resolve, basename, join, dirname } = pathsOf(surroundings.platform);
  const path = resolve(surroundings.cwd, where);
  const name = checkedName(basename(path));
  if (system.stat(path) !== undefined && (system.list(path)?.length ?? 1) > 0)
    throw new HatchError('refused', `${path} is there already`, {
      hint: 'choose another name; nothing is written over',
    });
  const { files, setup } = templateOf(language, name);
  const undo: (() => void)[] = [];
  try {
    for (const { path: relative, text, isExecutable } of files) {
      const file = join(path, relative);
      for (const folder of missingFolders(system, dirname(file))) {
        system.makeFolder(folder, 0o755);
        undo.push(() => system.removeFolder(folder));
      }
      system.create(file, encodeText(text), isExecutable ? 0o755 : 0o644);
      undo.push(() => system.remove(file));
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
  return { path, name, language, files: files.map((file) => file.path), setup };
}

/** One name for the folder, npm and PyPI. */
function checkedName(name: string): string {
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) && name.length <= 100) return name;
  const legal = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
  throw new HatchError('usage', `\`${name}\` cannot be the name of a package`, {
    hint: legal === '' ? 'use lower-case letters, digits and single `-`' : `use \`${legal}\``,
  });
}
