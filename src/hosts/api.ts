// What the rest of the program asks of a host. The engine knows no host by name: it asks these functions, which are
// driven by the descriptors.

import type { Finding } from '../model/finding.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { OnUnsupported, References } from '../model/manifest.ts';
import type { Server } from '../model/server.ts';
import type { Container, FormatName, Placement, Platform, Scope } from '../model/target.ts';

/** A value that an entry needs elsewhere in the same file: one element of a satellite container. */
export interface SatelliteElement {
  /** Id of the satellite in the descriptor, e.g. `inputs`. */
  readonly satellite: string;
  /** Its name within that container. */
  readonly key: string;
  readonly value: Json;
}

export interface EncodeContext {
  readonly platform: Platform;
  /** What `${home}` means in this target. */
  readonly home: string;
  readonly manifestDir: string;
  /**
   * The file lies in the manifest's repository and must be the same on every machine: `${home}`, `${manifestDir}`,
   * `${file:}` and platform overrides become the host's own words or the finding `machine-dependent`.
   */
  readonly portable: boolean;
  /** The folder that the host calls its workspace, where it is not the manifest's. */
  readonly project?: string;
  readonly references: References;
  readonly onUnsupported: OnUnsupported;
}

export interface DecodeContext {
  readonly platform: Platform;
  readonly home: string;
  readonly manifestDir: string;
  /** As in `EncodeContext`; absent means false. */
  readonly portable?: boolean;
  readonly project?: string;
}

/** What stands in a satellite of the same file, by its id: name → value. */
export type Satellites = (id: string) => JsonObject;

export interface Encoded {
  /** The host's own shape; for an array container without its name member. */
  readonly entry: JsonObject;
  /** Pointers of texts in `entry` that are still templates, to be resolved when they are written. */
  readonly inline: readonly string[];
  /** Pointers of texts in `entry` that hold a reference in the host's own words: public. */
  readonly native: readonly string[];
  readonly satellites: readonly SatelliteElement[];
  /** `place`, `target` and `server` are filled in by the caller. An error blocks the entry. */
  readonly findings: readonly Finding[];
}

export interface Decoded {
  /** What is not known goes to `raw`. Undefined when the entry is no server (a toggle, a builtin). */
  readonly server: Server | undefined;
  readonly findings: readonly Finding[];
}

export interface FieldRole {
  /** Fields of one group count as one field for the verdict: how it starts, where it is. */
  readonly group: 'launch' | 'endpoint' | undefined;
  /** What stands there, which decides what is sensitive. */
  readonly holds: 'environment' | 'header' | 'secret' | 'url' | 'arguments' | 'plain';
  /** The descriptor knows the field and it is the manifest's: `take` makes it exactly what is desired. */
  readonly known: boolean;
}

/** One place that was looked at for a host's file. */
export interface Candidate {
  readonly path: string;
  /** The path with `{home}` or `{project}` in front, the same on every machine. */
  readonly symbolic: string;
  readonly exists: boolean;
  /** Why it was or was not chosen, as words for a person. */
  readonly reason: string;
}

export interface LocateRequest {
  readonly scope: Scope;
  readonly platform: Platform;
  /** The user's home directory, or another's. */
  readonly home: string;
  /** Variables that move a host's folder (`CODEX_HOME`, `XDG_CONFIG_HOME`, …); empty for another home or a root. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The project folder, for scope project. */
  readonly project: string;
  /** A file that the user named instead of the host's own. */
  readonly path: string | undefined;
}

/** Where a host keeps its servers on this machine. */
export interface Located {
  /** The file, or the folder of a folder placement. */
  readonly path: string;
  readonly symbolic: string;
  readonly format: FormatName;
  readonly placement: Placement;
  /** Satellite id → its container, in the same file. */
  readonly satellites: Readonly<Record<string, Container>>;
  /** Whether there is evidence of the host on this machine; always so for scope project and a named path. */
  readonly present: boolean;
  /** A file or folder that shows that the host is, or was, in use here; undefined where there is none. */
  readonly evidence: string | undefined;
  readonly candidates: readonly Candidate[];
}
