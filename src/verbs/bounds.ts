// What a manifest and its records may reach: no link and no path leads out of the folder that they speak of.

import { realPath } from '../apply/real-path.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Manifest, TargetSpec } from '../model/manifest.ts';
import { absolutePath, type Owner, type RecordStore, readStores } from '../state/records.ts';
import { isFinding, type ResolvedTarget, resolveTarget, type TargetContext } from '../state/targets.ts';
import { isWithin } from '../system/paths.ts';
import type { Reader, Surroundings } from '../system/system.ts';
import type { ReadPorts } from './options.ts';

/**
 * The target's place on this machine, or what is wrong with it: also a link that leads from below `--root`, or from the
 * repository, to a file that nobody named.
 */
export function targetHere(
  reader: Reader,
  context: TargetContext,
  spec: TargetSpec,
  defaults: Manifest['policies'],
): ResolvedTarget | Finding {
  const target = resolveTarget(reader, context, spec, defaults);
  if (isFinding(target)) return target;
  const { root, repository, surroundings } = context;
  const { path } = target.located;
  for (const [folder, hint] of [
    [root, 'remove the link, or leave the target out'],
    [repository, `give the target the \`path\` of the file it leads to`],
  ] as const) {
    if (folder === undefined || !leaves(reader, surroundings, folder, path)) continue;
    return {
      code: 'leads-outside',
      severity: 'error',
      message: `${path} leads through a link to ${realOf(reader, path)}, outside ${folder}`,
      hint,
      target: spec.name,
      place: spec.place,
    };
  }
  const inRepository =
    repository !== undefined && isWithin(surroundings.platform, realOf(reader, repository), realOf(reader, path));
  return { ...target, inRepository };
}

/** The owner's records. Throws HatchError: `refused` for one in a repository that lies, or names a file, outside it. */
export function storesHere({ system, surroundings }: ReadPorts, owner: Owner): readonly RecordStore[] {
  const stores = readStores(system, surroundings, owner).map((store) =>
    // Named by a link, it is the same manifest.
    store.manifest === owner.manifest ? { ...store, manifest: realOf(system, store.manifest) } : store,
  );
  const { platform } = surroundings;
  for (const store of stores) {
    const { root, path, record } = store;
    if (root === undefined) continue;
    const named = record.places.map(({ file }) => absolutePath(store, platform, file));
    const home = realOf(system, root);
    const away = [path, ...new Set(named)].find((one) => !isWithin(platform, home, realOf(system, one)));
    if (away === undefined) continue;
    const what = away === path ? 'is a link that leads' : `names ${away}, which lies or leads`;
    throw new HatchError('refused', `the record ${path} ${what} outside the repository ${root}`, {
      hint: 'such a record was made to reach your other files: look where it comes from, then remove it',
    });
  }
  return stores;
}

/** Does the path lie in the folder, and what it leads to outside? */
function leaves(reader: Reader, { platform }: Surroundings, folder: string, path: string): boolean {
  return isWithin(platform, folder, path) && !isWithin(platform, realOf(reader, folder), realOf(reader, path));
}

/** With all links resolved; as it is where they lead nowhere, which is refused when it is to be read. */
export function realOf(reader: Reader, path: string): string {
  try {
    return realPath(reader, path);
  } catch (error) {
    if (!(error instanceof HatchError)) throw error;
    return path;
  }
}
