// What parsing, help and completion need to know of a command: the form of its declaration.

import type { FlagName } from './flags.ts';

export interface Argument {
  readonly name: string;
  readonly required?: boolean;
  /** Any number of them; the last one only. */
  readonly rest?: boolean;
}

export interface CommandDeclaration {
  readonly path: readonly [string, ...string[]];
  /** A sentence, without its full stop. */
  readonly says: string;
  /** More lines for its own help. */
  readonly details?: readonly string[];
  readonly arguments?: readonly Argument[];
  readonly flags: readonly FlagName[];
  /** Flags that mean something of their own here: what the value is called in help, and a line for it. */
  readonly means?: Readonly<Partial<Record<FlagName, readonly [value: string | undefined, says: string]>>>;
  /** Command lines, without `hatch`, and what they do. */
  readonly examples: readonly (readonly [line: string, says: string])[];
}

export interface Group {
  readonly title: string;
  readonly commands: readonly CommandDeclaration[];
}
