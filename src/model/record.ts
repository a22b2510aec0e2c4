// The record: what an owner last wrote, field by field, and therefore owns.

import type { Json, Path } from './json.ts';
import type { Container, FormatName, Scope } from './target.ts';

/** Who writes where no manifest does: one command at a time. No manifest can have this name. */
export const onceOwner = '@once';

/** What we know of a value that we wrote: itself, or a digest where it is sensitive. */
export type FieldRecord =
  | { readonly value: Json }
  | { readonly digest: string }
  /** Written from a reference: digest of the reference's text, and of the value. */
  | { readonly reference: string; readonly digest: string };

/** Where an entry came from that no manifest gave: a command that ran once. */
export type OnceWritten = {
  /** The command line, without values that may be secrets. */
  readonly command: string;
  /** Absolute path of the manifest whose environment it came from. */
  readonly manifest?: string;
};

export interface EntryRecord {
  readonly origin: 'found' | 'written';
  readonly environment?: string;
  /** From 1; 0 for the implied rule. */
  readonly rule?: number;
  /** The target it was copied from, for a host-to-host rule. */
  readonly source?: string;
  readonly once?: OnceWritten;
  readonly protect?: true;
  readonly onRemove?: 'forget' | 'disable';
  /** Switched off by us instead of removed. */
  readonly parked?: true;
  /** Digests of the desired and the actual entry that a person chose to leave as they are. */
  readonly kept?: { readonly desired: string; readonly actual: string };
  /** Digest of the desired entry that a rollback took off. */
  readonly rolledBack?: string;
  /** Pointer within the entry → what we wrote there. */
  readonly fields: Readonly<Record<string, FieldRecord>>;
}

/**
 * How a place looked before our first entry came, kept so that our last one leaves the bytes as they were: the deepest
 * container that was there, and its source text where it held nothing. Of arrays side by side, each has its own.
 */
export interface Origin {
  readonly path: Path;
  readonly source?: string;
  readonly lists?: Readonly<Record<string, Origin>>;
}

export interface PlaceRecord {
  /** Relative to the repository's root with `/`, or absolute. */
  readonly file: string;
  /** `servers`, or the id of a satellite. */
  readonly place: string;
  readonly container: Container;
  readonly format: FormatName;
  readonly host: string;
  readonly scope: Scope;
  /** A label: the target's name when it was last written. */
  readonly target: string;
  /** `file` is a folder with one file for each entry. */
  readonly folder?: { readonly extensions: readonly string[] };
  /** We created the file. */
  readonly created?: true;
  readonly origin?: Origin;
  readonly entries: Readonly<Record<string, EntryRecord>>;
}

/** Tells an owner's places apart: hosts that share a file keep their servers under keys of their own. */
export function placeKey({ file, place, container }: Pick<PlaceRecord, 'file' | 'place' | 'container'>): string {
  return JSON.stringify([file, place, container.path]);
}

export interface OwnerRecord {
  readonly formatVersion: 1;
  readonly owner: string;
  /** Where the owner's manifest lives: a path from the repository's root, a remote and such a path, or a real path. */
  readonly manifest: string;
  readonly places: readonly PlaceRecord[];
}
