// `pyproject.toml`: a package for Python with `[project.scripts]`, started by uv in its own folder.

import { at, get, isArray } from '../../model/json.ts';
import type { Description, Launch } from './descriptor.ts';
import { type Described, descriptionOf, membersAt, textAt } from './file.ts';
import { ownCode, ownFirst } from './own-code.ts';

/** https://packaging.python.org/en/latest/specifications/name-normalization/ (2026-01) */
const pythonName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
/** https://packaging.python.org/en/latest/specifications/version-specifiers/ (2026-01), the public form. */
const pythonVersion =
  /^v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/i;
/** https://packaging.python.org/en/latest/specifications/entry-points/ (2026-01), and no option of who starts it. */
const scriptName = /^[A-Za-z0-9_][\w.-]*$/;
/** module:object, as `[project.scripts]` has it. */
const reference = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*:\s*[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?:\s*\[.*\])?$/;

export function readPyproject(described: Described): Description {
  const name = textAt(described, ['project', 'name'], {
    required: true,
    pattern: pythonName,
    form: 'a name of letters, digits, `-`, `_` and `.`',
  });
  const dynamic = at(described.value, ['project', 'dynamic']);
  const version = textAt(described, ['project', 'version'], {
    required: !(isArray(dynamic) && dynamic.includes('version')),
    pattern: pythonVersion,
    form: 'one version, as in `1.4.0`',
  });
  const description = textAt(described, ['project', 'description']);
  return descriptionOf(described, { name, version, description, launches: scripts(described, name) });
}

function scripts(described: Described, name: string | undefined): readonly Launch[] {
  const all = membersAt(described, ['project', 'scripts']);
  const isBuilt = get(described.value, 'build-system') !== undefined;
  if (all.length > 0 && !isBuilt)
    described.find(
      'no-build-system',
      ['project', 'scripts'],
      'without `[build-system]` the scripts are not installed',
      'add `[build-system]`, as in `requires = ["hatchling"]`, `build-backend = "hatchling.build"`',
    );
  return ownFirst(all, name ?? '').flatMap(([script, target]) => {
    const module = typeof target === 'string' ? reference.exec(target.trim())?.[1] : undefined;
    const path = ['project', 'scripts', script];
    if (!scriptName.test(script))
      described.find(
        'entry-point-name',
        path,
        `\`${script}\` must be a name of letters, digits, \`-\`, \`_\` and \`.\``,
      );
    if (module === undefined) {
      described.find('wrong-form', path, `\`${script}\` must be written as \`module:function\``);
      return [];
    }
    const entry = moduleFile(described, module);
    if (entry === undefined)
      described.find(
        'entry-point-missing',
        path,
        `the module \`${module}\` of \`${script}\` is not there`,
        `looked for ${candidates(module).join(', ')}`,
        // Build backends can lay packages out as they like.
        get(at(described.value, ['tool']), 'hatch') === undefined ? 'error' : 'warning',
      );
    return [
      ownCode({
        name: script,
        command: 'uv',
        // Without a folder of its own the lock file of uv would go to where the host was started.
        args: ['run', '--directory', '${__dirname}', script],
        entry,
      }),
    ];
  });
}

function candidates(module: string): readonly string[] {
  const path = module.replaceAll('.', '/');
  return ['', 'src/'].flatMap((root) => [`${root}${path}.py`, `${root}${path}/__init__.py`]);
}

function moduleFile(described: Described, module: string): string | undefined {
  return candidates(module).find((path) => described.holds(path));
}
