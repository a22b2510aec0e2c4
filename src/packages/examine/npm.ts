// `package.json`: a package for Node whose `bin` starts the server.

import { at, get, isObject, type Path } from '../../model/json.ts';
import type { Description, Launch } from './descriptor.ts';
import { type Described, descriptionOf, entryFrom, textAt, textsOf, versionRule } from './file.ts';
import { bareName, ownCode, ownFirst } from './own-code.ts';

/** What npm takes as a name: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#name (2026-01) */
const npmName = /^(?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/;

export function readPackageJson(described: Described): Description {
  const name = textAt(described, ['name'], {
    required: true,
    pattern: npmName,
    form: 'a name in lower case, as in `@acme/weather`',
    longest: 214,
  });
  const version = textAt(described, ['version'], versionRule);
  const description = textAt(described, ['description']);
  return descriptionOf(described, { name, version, description, launches: bins(described, name) });
}

function bins(described: Described, name: string | undefined): readonly Launch[] {
  const bin = at(described.value, ['bin']);
  const own = bareName(name);
  const all: readonly (readonly [string, string, Path])[] = isObject(bin)
    ? Object.entries(textsOf(described, ['bin'])).map(([key, entry]) => [key, entry, ['bin', key]])
    : [textAt(described, ['bin'])].flatMap((entry) => (entry === undefined ? [] : [[own, entry, ['bin']] as const]));
  const isBuilt = get(at(described.value, ['scripts']), 'build') !== undefined;
  return ownFirst(all, own).map(([key, written, path]) => {
    const entry = entryFrom(described, path, written, isBuilt ? 'build it first: npm run build' : undefined);
    return ownCode({ name: key, command: 'node', args: [`\${__dirname}/${entry}`], entry });
  });
}
