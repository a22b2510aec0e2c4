// Where servers live: a container in a file that a host reads.

import type { Path } from './json.ts';

export type Platform = 'darwin' | 'linux' | 'win32';
export type Scope = 'user' | 'project';
/** `json` is read like `jsonc`; the host itself takes strict JSON only. */
export type FormatName = 'json' | 'jsonc' | 'json5' | 'toml' | 'yaml';

/** How entries stand in one file; every kind is seen as one map from name to entry. */
export type Container =
  /** An object: key → entry. */
  | { readonly kind: 'map'; readonly path: Path }
  /**
   * An array of objects, each named by its member `key`, or where it has none by `otherwise`; a text is an object with
   * nothing but `otherwise`.
   */
  | { readonly kind: 'array'; readonly path: Path; readonly key: string; readonly otherwise?: string }
  /** Such arrays side by side, `lists` under `path`; an entry says by a member `as`, which no file holds, in which. */
  | {
      readonly kind: 'arrays';
      readonly path: Path;
      readonly lists: readonly string[];
      readonly as: string;
      readonly key: string;
      readonly otherwise?: string;
    }
  /** An array of texts, each its own name; an entry's value is `true`. */
  | { readonly kind: 'names'; readonly path: Path };

export type ArrayContainer = Extract<Container, { readonly kind: 'array' }>;
export type ArraysContainer = Extract<Container, { readonly kind: 'arrays' }>;

/**
 * Where the entries of one target stand: in one file, or in a folder with one file for each entry. A new file begins
 * with the members of `fresh`, and in a folder its name is the entry's name and the first of `extensions`.
 */
export type Placement =
  | { readonly kind: 'file'; readonly container: Container; readonly fresh?: import('./json.ts').JsonObject }
  | {
      readonly kind: 'folder';
      readonly container: Container;
      readonly extensions: readonly string[];
      readonly fresh: (name: string) => import('./json.ts').JsonObject;
    };
