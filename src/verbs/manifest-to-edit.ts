// Which manifest a command edits: the one that is found, else the personal one, which then comes into being.

import type { FileChange } from '../apply/request.ts';
import { encodeText } from '../formats/index.ts';
import { findManifest, personalManifest } from '../manifest/locate.ts';
import type { Source } from '../manifest/parse.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { variable } from '../system/paths.ts';
import type { PlanOptions, ReadPorts } from './options.ts';

/** The environment that a new manifest has where a command names none. */
export const firstEnvironment = 'default';

export interface ManifestToEdit extends Source {
  /** The text that is there; undefined where the manifest is new, and `text` its beginning. */
  readonly before: string | undefined;
}

/**
 * The manifest that is named, found upwards, or the personal one; the beginning of a new personal one where there is
 * none: valid, and without any environment. Throws HatchError as `findManifest` does: also for a named one that is
 * not there, which no command makes.
 */
export async function manifestToEdit(
  { system, surroundings }: ReadPorts,
  options: Pick<PlanOptions, 'manifest'>,
): Promise<ManifestToEdit> {
  const named = options.manifest ?? variable(surroundings, 'HATCH_MANIFEST');
  const source = await findManifest(system, surroundings, named);
  if (source !== undefined) return { ...source, before: source.text };
  return { path: personalManifest(surroundings), text: beginning, before: undefined };
}

const beginning = [
  '# What the MCP hosts of this machine should hold. `hatch plan` shows what would change, `hatch apply` does it.',
  'version: 1',
  'name: personal',
  '',
].join('\n');

/** The manifest as a file of the transaction; `before` is undefined for a new one. */
export function manifestChange(path: string, before: string | undefined, after: string): FileChange {
  const bytes = before === undefined ? undefined : encodeText(before);
  return {
    path,
    role: 'manifest',
    label: 'manifest',
    before: bytes,
    render: (current) => {
      const isSame = current && bytes ? Buffer.compare(current, bytes) === 0 : current === bytes;
      if (isSame) return encodeText(after);
      throw new HatchError('stale', `${path} was edited meanwhile`, { hint: 'try again' });
    },
    mode: undefined,
    inPlace: false,
  };
}

/** What becomes of the manifest, for the plan that is shown before. */
export function editFinding({ path, before }: ManifestToEdit, says: string): Finding {
  const message = before === undefined ? `a new manifest: ${says}` : `the manifest: ${says}`;
  return { code: 'manifest-edit', severity: 'note', message, place: { file: path } };
}
