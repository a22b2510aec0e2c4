// `validate` of a folder: what its package says of its server, and what is wrong with that. Starts nothing.

import { HatchError } from '../model/errors.ts';
import type { FolderPackage } from '../packages/examine/descriptor.ts';
import { descriptionKinds, readFolder } from '../packages/examine/folder.ts';
import { pathsOf } from '../system/paths.ts';
import type { ReadPorts } from './options.ts';

/** The package's folder, where the path is one or names the file that describes it; undefined for any other path. */
export function packageFolder({ system, surroundings }: ReadPorts, path: string): string | undefined {
  const { resolve, dirname, basename } = pathsOf(surroundings.platform);
  const whole = resolve(surroundings.cwd, path);
  if (system.list(whole) !== undefined) return whole;
  return descriptionKinds.some((kind) => kind === basename(whole)) && system.stat(whole) ? dirname(whole) : undefined;
}

/** Throws HatchError `manifest-invalid` with every error, `usage` where nothing in the folder describes a package. */
export function validatePackage({ system }: ReadPorts, folder: string): FolderPackage {
  const found = readFolder(system, folder);
  if (found === undefined)
    throw new HatchError('usage', `${folder} holds no server package`, {
      hint: `one of these files describes it: ${descriptionKinds.join(', ')}`,
    });
  const errors = found.findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) {
    const message = `${folder} has ${errors} ${errors === 1 ? 'error' : 'errors'}`;
    throw new HatchError('manifest-invalid', message, { findings: found.findings });
  }
  return found;
}
