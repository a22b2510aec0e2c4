// A way to start the code in the folder itself: what all kinds of packages say of it in the same words.

import type { Launch } from './descriptor.ts';

export type OwnCode = Extract<Launch, { readonly kind: 'command' }>;

/** Asks for nothing but what is given. */
export function ownCode(
  said: Pick<OwnCode, 'name' | 'command' | 'args' | 'entry'> & Partial<Omit<OwnCode, 'kind'>>,
): OwnCode {
  return {
    kind: 'command',
    env: {},
    environmentVariables: [],
    packageArguments: [],
    settings: [],
    platforms: {},
    ...said,
  };
}

/** One name, as Python compares them: `-`, `_` and `.` are the same, and so are capitals. */
export function isSameName(a: string, b: string): boolean {
  const bare = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '-');
  return bare(a) === bare(b);
}

/** The one that is called like its package comes first: it is the one that a runner takes. */
export function ownFirst<T extends readonly [name: string, ...rest: readonly unknown[]]>(
  all: readonly T[],
  own: string,
): readonly T[] {
  const rank = ([name]: T) => (name === own ? 0 : isSameName(name, own) ? 1 : 2);
  return [...all].sort((a, b) => rank(a) - rank(b));
}

/** The name of a package without its scope. */
export function bareName(name: string | undefined): string {
  return name?.split('/').at(-1) ?? '';
}
