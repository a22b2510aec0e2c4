// A package with nothing left to look up: which version, from where, and the server that it is.

import type { Transport } from './server.ts';
import type { Platform } from './target.ts';

/** A value that a package asks its user for. */
export interface PackageInput {
  /** What it is called under `with:`; for a variable or a header its own name. */
  readonly name: string;
  /** `argument` is one of the package's own, `option` one of the program that runs it or a part of a text. */
  readonly kind: 'env' | 'header' | 'argument' | 'option';
  readonly required: boolean;
  readonly secret: boolean;
  /** In the package's own words. */
  readonly description?: string;
  /** Taken where the manifest gives none; a template. */
  readonly default?: string;
  readonly choices?: readonly string[];
  readonly format?: 'number' | 'boolean' | 'filepath';
}

/** What a package asks for, beside what a manifest says of it. */
export interface AskedInput extends PackageInput {
  /** It is required, and neither the manifest nor a default gives it. */
  readonly isOpen: boolean;
}

/** Templates of the manifest's language that may also hold `${input:NAME}`. */
export interface PackageServer {
  readonly transport: Transport;
  readonly command?: string;
  /** Arguments that belong together stand in a list; what needs an input without a value is left out as a whole. */
  readonly args?: readonly (string | readonly string[])[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is started instead on one platform; what it does not say is as above. */
  readonly platforms?: Readonly<Partial<Record<Platform, PackageCommand>>>;
}

export type PackageCommand = Pick<PackageServer, 'command' | 'args' | 'env'>;

/** The server as it is started on this platform. */
export function onPlatform(server: PackageServer, platform: Platform): PackageServer {
  return { ...server, ...server.platforms?.[platform] };
}

/** One entry of the lock. */
export interface LockedPackage {
  /** As the manifest writes it. */
  readonly reference: string;
  /** Undefined where the package has none, as a remote server or an image with a digest only. */
  readonly version?: string;
  /** The registry's address, or the folder as written. */
  readonly source: string;
  /** What is run or reached, e.g. `npm:@acme/weather@1.4.2`. */
  readonly resolved: string;
  /** Hash of what is run in SRI or OCI form (`sha512-…`, `sha256:…`); of its descriptor for a folder. */
  readonly integrity?: string;
  /** Why nothing pins the content. */
  readonly unpinned?: string;
  readonly description?: string;
  readonly server: PackageServer;
  readonly inputs: readonly PackageInput[];
}

/** Why a reference cannot be used as it stands. */
export interface PackageFault {
  /** Kebab-case, published. */
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** A package by its reference, as far as this machine knows without asking anyone. */
export type PackageOf = (reference: string) => LockedPackage | PackageFault;

export function isFault(found: LockedPackage | PackageFault): found is PackageFault {
  return 'code' in found;
}

/** A package that an environment uses, as `package list` has it. */
export interface PackageRow {
  readonly environment: string;
  /** The current environment. */
  readonly current: boolean;
  readonly server: string;
  readonly reference: string;
  readonly version: string | undefined;
  readonly source: string | undefined;
  /** `locked`, `exact` (one version, its content not pinned), `outdated`, or what is wrong. */
  readonly state: string;
  /** What an update would lock; only where that was asked. */
  readonly newest: string | undefined;
}
