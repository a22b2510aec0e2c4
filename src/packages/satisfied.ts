// Does an entry of the lock say what a reference asks for, and the same in all its lines?

import type { LockedPackage } from '../model/package.ts';
import { inPep440Range } from './pep440.ts';
import type { Reference } from './reference.ts';
import { inSemverRange } from './semver.ts';

export function isSatisfied(reference: Reference, locked: LockedPackage): boolean {
  return isInRange(reference, locked) && isResolved(reference, locked) && isStarted(locked);
}

/** The lock's version lies in the range; what is no range for us was one for whoever locked it. */
export function isInRange(reference: Reference, { version }: LockedPackage): boolean {
  if (!('range' in reference) || reference.range === '' || version === undefined || version === reference.range)
    return true;
  const test = reference.kind === 'pypi' ? inPep440Range : inSemverRange;
  return test(version, reference.range) ?? true;
}

/** Who edits a lock by hand, or merges it badly, changes half of an entry. */
function isResolved(reference: Reference, { resolved, version, integrity }: LockedPackage): boolean {
  switch (reference.kind) {
    case 'npm':
      return resolved === `npm:${reference.name}@${version}`;
    case 'pypi':
      return resolved === `pypi:${reference.name}==${version}`;
    case 'oci':
      return resolved === `oci:${[reference.image.replace(/@sha256:.*$/, ''), integrity].filter(Boolean).join('@')}`;
    default:
      return true;
  }
}

/** What is started is what was resolved, in the words of whatever starts it. */
function isStarted({ resolved, server }: LockedPackage): boolean {
  const [, exact] = /^(?:npm|pypi|oci):(.*)$/.exec(resolved) ?? [];
  const alike = (text: string) => text.replace('==', '@');
  return exact === undefined || (server.args ?? []).flat().some((each) => alike(each) === alike(exact));
}
