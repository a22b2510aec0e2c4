// A stream, and how a text is to look on it: apart from the printing, since what is said at once needs no more.

import { variable } from '../system/paths.ts';
import type { Surroundings } from '../system/system.ts';
import type { RestLook } from '../verbs/rest.ts';

/** A stream of the process, or of a test. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export function restLook(sink: Sink, surroundings: Surroundings, build: string): RestLook {
  return { build, colour: takesColour(sink, surroundings), width: widthOf(sink) };
}

/** Columns; a terminal that does not know its size says 0. */
export function widthOf(sink: Sink): number {
  return sink.columns || 100;
}

/** `NO_COLOR` wins over `FORCE_COLOR`; else only a terminal gets colours. */
export function takesColour(sink: Sink, surroundings: Surroundings): boolean {
  if (variable(surroundings, 'NO_COLOR') !== undefined) return false;
  const forced = variable(surroundings, 'FORCE_COLOR');
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return sink.isTTY === true && variable(surroundings, 'TERM') !== 'dumb';
}
