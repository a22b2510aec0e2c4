// The descriptor of a host: facts as data, so that the engine knows no host by name. What the table cannot say stands
// in `oddities`, with a link and a date.

import type { Finding } from '../model/finding.ts';
import type { Json, JsonObject, Path } from '../model/json.ts';
import type { Server, Transport } from '../model/server.ts';
import type { Container, FormatName, Platform, Scope } from '../model/target.ts';
import type { SatelliteElement, Satellites } from './api.ts';

export interface Host {
  /** Kebab-case, published, never reused. */
  readonly id: string;
  /** The host's own name. */
  readonly title: string;
  /** Other words for the same host on the command line. */
  readonly aliases: readonly string[];
  readonly source: Source;
  /** Where its servers stand; a scope that is not there is not supported. */
  readonly scopes: Readonly<Partial<Record<Scope, ScopePlace>>>;
  /** Files or folders of which one suffices as evidence that the host is on this machine. */
  readonly presence: readonly PathTemplate[];
  /** The shape of one entry. */
  readonly entry: EntryShape;
  /** What the host expands inside texts; absent where it takes every text as it is. */
  readonly references?: ReferenceSyntax;
  readonly names: Names;
  /** How the host starts the programs of its servers, where that needs care. */
  readonly starts?: Starts;
  /** Files beside its own that matter to a person. */
  readonly others?: readonly OtherFile[];
  /** Why nothing is ever written for this host, and what a person does instead; what `scopes` name is still read. */
  readonly byHand?: string;
  readonly notes: Notes;
  /** What the table cannot say. */
  readonly oddities?: Oddities;
}

export interface Source {
  /** Page that describes the file. */
  readonly docs: string;
  /** Day or month the facts were last checked. */
  readonly checked: string;
  /** `documented`: the host's own words or source; `peers`: several tools agree; `single`: one source. */
  readonly confidence: 'documented' | 'peers' | 'single';
}

/**
 * A path with words in braces: `{home}`, `{project}`, `{config}` (`$XDG_CONFIG_HOME` or `~/.config`), `{appSupport}`
 * (macOS Application Support, `{config}`, `%APPDATA%`), `{appData}`, `{localAppData}`; words in capitals are variables
 * that move the host's folder, and where one is not set the whole path is none. `*` stands for any text within one
 * name. Always with `/`. An object gives one for each platform; a platform that is not there has none.
 */
export type PathTemplate = string | Readonly<Partial<Record<Platform, string>>>;

export interface ScopePlace {
  /**
   * Candidates, the preferred first: the one that exists and holds the servers, else one that exists, else the first.
   * A set variable or a `*` that matches nothing decides as `locate` says. With `folder` these are folders.
   */
  readonly files: readonly PathTemplate[];
  readonly format: FormatName;
  readonly container: Container;
  /** Members without which the host does not read a new file. */
  readonly fresh?: JsonObject;
  /** One file for each server; texts in `fresh` may hold `{name}`. */
  readonly folder?: { readonly extensions: readonly string[]; readonly fresh: JsonObject };
  /** Id → container in the same file for values that an entry needs elsewhere. */
  readonly satellites?: Readonly<Record<string, Container>>;
}

/** A leaf of the neutral server. */
export type Leaf =
  | 'command'
  | 'args'
  | 'env'
  | 'cwd'
  | 'envFile'
  | 'url'
  | 'headers'
  | 'clientId'
  | 'clientSecret'
  | 'scopes'
  | 'enabled'
  | 'timeout'
  | 'startupTimeout'
  | 'allow'
  | 'deny'
  | 'autoApprove'
  | 'description';

/** Where a leaf stands in an entry: a member, a path of members, or one in a form of the host's own. */
export type Field =
  | string
  | Path
  | {
      readonly at: string | Path;
      readonly as: FieldForm;
      /** Times only: what is below so many milliseconds has no effect in the host. */
      readonly least?: number;
    }
  /** Off switch only: a server that is off is named in this satellite. */
  | { readonly satellite: string };

export type FieldForm =
  /** A time that may have a fraction. */
  | 'seconds'
  | 'whole-seconds'
  | 'milliseconds'
  /** A switch that says the opposite: `disabled`. */
  | 'negated'
  /** A list as one text, separated by blanks. */
  | 'words'
  /** Command and arguments in one list. */
  | 'command-line'
  /** A text that the host splits as a shell does; an oddity reads it. */
  | 'shell-word';

export interface EntryShape {
  /** Neutral leaf → where it stands; a leaf that is not there cannot be said to this host. */
  readonly fields: Readonly<Partial<Record<Leaf, Field>>>;
  readonly transports: TransportWords;
  /** Second places where the host takes a member, and the member's own place, which is the one that is written. */
  readonly also?: readonly (readonly [path: Path, own: Path])[];
  /** Members that every entry has; a text may hold `{name}`. */
  readonly always?: JsonObject;
  /** What the host assumes where the member is absent, by its path. */
  readonly defaults?: readonly (readonly [Path, Json])[];
  /** Further members that `oddities` write, and what stands there. */
  readonly extra?: Readonly<Record<string, 'environment' | 'header' | 'secret' | 'plain'>>;
}

export interface TransportWords {
  /** The member that names the transport; absent where `command` or `url` alone tells. */
  readonly key?: string;
  /** Words for each transport: the first is written, all are read; `null` means that the member is absent. */
  readonly words: Readonly<Partial<Record<Transport, readonly (string | null)[]>>>;
  /** Where the URL stands for one transport, if not where `fields` says. */
  readonly urls?: Readonly<Partial<Record<Transport, string>>>;
}

/** In a form, `NAME`, `DEFAULT` and `PATH` stand for themselves. */
export interface ReferenceSyntax {
  /** The leaves whose texts the host expands. */
  readonly leaves: readonly Leaf[];
  /** Everything that the host would expand there, our forms included; with flag `g`. No repetition without an end. */
  readonly expands: RegExp;
  readonly env?: string;
  readonly fallback?: string;
  readonly file?: string;
  readonly home?: string;
  /** The folder of a project file's project. */
  readonly workspace?: string;
  /** Leaves where a variable is asked from the person once, by an element of a satellite. */
  readonly prompt?: { readonly leaves: readonly Leaf[]; readonly form: string; readonly satellite: string };
}

export interface Names {
  /** What a name must match as a whole. */
  readonly charset: RegExp;
  readonly reserved?: readonly string[];
  /** Characters. */
  readonly longest?: number;
}

export interface Starts {
  /** As an app of the desktop, with the short PATH of one: programs of a shell's PATH are not found. */
  readonly desktop?: true;
  /** On Windows it starts no scripts: `npx` and the like need `cmd /c` in front. */
  readonly cmd?: true;
}

export interface OtherFile {
  readonly path: PathTemplate;
  /** `stale`: it was this host's once, or others take it for its own; `read`: it reads this one too; `imported`: it takes servers over from there. */
  readonly role: 'stale' | 'read' | 'imported';
  /** A clause for a person: who reads or wrote it, since when. */
  readonly why: string;
}

/** Sentences for a person. */
export interface Notes {
  /** What makes the host read the file again. */
  readonly restart?: string;
  /** What a person must approve before a project's servers load. */
  readonly trust?: string;
  readonly know?: readonly string[];
}

/** A server of which an oddity said a part in the host's words; the table says the rest. */
export interface Said {
  readonly server: Server;
  readonly entry: JsonObject;
  readonly satellites: readonly SatelliteElement[];
}

/** Hooks, each at most 25 lines. */
export interface Oddities {
  readonly encode?: (server: Server, name: string) => Said;
  /** An entry in another shape that the host takes too, as the table knows it. */
  readonly read?: (entry: JsonObject) => JsonObject;
  /** Read beside the table; maps are merged, this one winning. */
  readonly decode?: (entry: JsonObject, name: string, satellites: Satellites) => Partial<Server>;
  /** An entry that must not be written in any case. */
  readonly refuse?: (entry: JsonObject) => Finding | undefined;
}
