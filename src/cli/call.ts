// What a command is given and what it gives back. It never prints: what it says is printed in one place.

import type { ExitName, HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { Secret } from '../model/secret.ts';
import type { Look } from '../report/paint.ts';
import type { Outside } from '../system/outside.ts';
import type { Network, Surroundings, System } from '../system/system.ts';
import type { Interaction } from '../verbs/options.ts';
import type { Given, Values } from './values.ts';

export interface Call {
  readonly ports: { readonly system: System; readonly surroundings: Surroundings; readonly network: Network };
  readonly values: Values;
  /** Which flags stand on the command line. */
  readonly given: Given;
  /** What stands on the command line besides flags. */
  readonly arguments: readonly string[];
  /** How standard output looks. */
  readonly look: Look;
  /** Undefined where nobody can answer. */
  readonly interaction: Interaction | undefined;
  /** One question of a command's own; no where nobody can answer. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  /** One question that is answered with words; an empty answer is the proposal. Undefined where nobody can answer. */
  readonly askFor: ((question: string) => Promise<string | undefined>) | undefined;
  /** Prints an outcome before the last one, for a command that goes on; with `--json` on one line. */
  readonly emit: (outcome: Outcome) => void;
  /** Programs and addresses, loaded when they are needed. */
  readonly outside: () => Promise<Outside>;
  /** Says what is going on, on a line of a terminal that is written over; undefined where there is none. */
  readonly progress: ((text: string) => void) | undefined;
  /** Masks these in all that is printed from now on. */
  readonly hide: (secrets: readonly Secret[]) => void;
  /** The command line in words, without the values of variables. */
  readonly line: string;
}

export interface Outcome {
  readonly exit: ExitName;
  /** For `--json`; a text report shows them itself. */
  readonly findings?: readonly Finding[];
  /** What `--json` prints under `result`. */
  readonly result: () => Json;
  /** What is printed without `--json`, without its final line feed. */
  readonly text: () => string;
  /** The text is the whole output also with `--json`: a document with a format of its own. */
  readonly isDocument?: boolean;
  /** One of several documents: with `--json` it stands on one line. */
  readonly isEvent?: boolean;
  /** Said on standard error too: why the document is all that came of it. */
  readonly error?: HatchError | undefined;
  /** What is still to be done once it is printed; that it fails is nobody's concern. */
  readonly after?: () => Promise<void>;
}

export type Execute = (call: Call) => Promise<Outcome>;
