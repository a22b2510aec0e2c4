// `hatch_metadata.json`: how the older tool of our name describes a package, a Python program.
// https://github.com/CrackingShells/Hatch-Schemas package/v1.1.0 to v1.2.2 (2025-09)

import { get, isArray, isObject, type Path } from '../../model/json.ts';
import type { Description } from './descriptor.ts';
import { type Described, descriptionOf, entryFrom, itemsAt, membersAt, textAt, textsAt } from './file.ts';
import { ownCode } from './own-code.ts';

export function readHatchMetadata(described: Described): Description {
  textAt(described, ['package_schema_version'], { required: true });
  const name = textAt(described, ['name'], {
    required: true,
    pattern: /^[a-z0-9_]+$/,
    form: 'a name of lower-case letters, digits and `_`',
  });
  const version = textAt(described, ['version'], {
    required: true,
    pattern: /^\d+(?:\.\d+)*$/,
    form: 'one version, as in `1.4.0`',
  });
  const description = textAt(described, ['description'], { required: true });
  textsAt(described, ['tags']);
  for (const key of ['author', 'license']) {
    if (get(described.value, key) === undefined) described.find('missing-key', [], `\`${key}\` is missing`);
    else textAt(described, [key, 'name'], { required: true });
  }
  checkDependencies(described);
  const entry = entryOf(described);
  const launches =
    entry === undefined
      ? []
      : [ownCode({ name: name ?? '', command: 'python', args: [`\${__dirname}/${entry}`], entry })];
  return descriptionOf(described, { name, version, description, launches });
}

/** The plain server: its wrapper of 1.2.1 greets on standard output, which belongs to the protocol. */
function entryOf(described: Described): string | undefined {
  const written = get(described.value, 'entry_point');
  if (!isObject(written)) return entryAt(described, ['entry_point']);
  const [server] = ['mcp_server', 'hatch_mcp_server'].map((key) => entryAt(described, ['entry_point', key]));
  return server;
}

function entryAt(described: Described, path: Path): string | undefined {
  const written = textAt(described, path, { required: true });
  return written === undefined ? undefined : entryFrom(described, path, written);
}

function checkDependencies(described: Described): void {
  for (const [manager, list] of membersAt(described, ['dependencies'])) {
    const path = ['dependencies', manager];
    if (!isArray(list)) {
      described.find('wrong-type', path, `\`${manager}\` must be a list`);
      continue;
    }
    for (const [, where] of itemsAt(described, path)) {
      textAt(described, [...where, 'name'], { required: true });
      textAt(described, [...where, 'version_constraint'], {
        pattern: /^\s*(?:==|>=|<=|!=|~=|<|>)\s*\d+(?:\.\d+)*(?:\s*,\s*(?:==|>=|<=|!=|<|>)\s*\d+(?:\.\d+)*)*\s*$/,
        form: 'a version constraint, as in `>=1.2.0`',
      });
    }
  }
}
