// The verdict table, as it is published. It is read for an entry as a whole, and for each field of one that stands
// on both sides.

import type { Verdict } from '../model/plan.ts';

/**
 * Three states as a pattern: desired, actual, recorded. `-` is missing; equal letters are equal values, the first
 * letter met is `x`, the next `y`, then `z`.
 */
export type Shape =
  | '- - -'
  | '- x -'
  | 'x - -'
  | 'x x -'
  | 'x y -'
  | 'x y y'
  | 'x x x'
  | 'x x y'
  | 'x y x'
  | 'x y z'
  | 'x - x'
  | 'x - y'
  | '- x x'
  | '- x y'
  | '- - x';

/** Every shape there is, and the one verdict about it. `- - -` is nothing at all. */
export const verdicts: Readonly<Record<Shape, Verdict | undefined>> = {
  '- - -': undefined,
  '- x -': 'unmanaged',
  'x - -': 'add',
  'x x -': 'adopt-equal',
  'x y -': 'collision',
  'x y y': 'update',
  'x x x': 'in-sync',
  'x x y': 'converged',
  'x y x': 'drift',
  'x y z': 'diverged',
  'x - x': 're-add',
  'x - y': 're-add',
  '- x x': 'prune',
  '- x y': 'prune-drifted',
  '- - x': 'forget',
};

/** Which of the three are there, and which of those that are there are equal. */
export interface States {
  readonly desired: boolean;
  readonly actual: boolean;
  readonly recorded: boolean;
  readonly desiredIsActual: boolean;
  readonly desiredIsRecorded: boolean;
  readonly actualIsRecorded: boolean;
}

export function shapeOf(states: States): Shape {
  const d = states.desired ? 'x' : '-';
  const a = !states.actual ? '-' : d === '-' || states.desiredIsActual ? 'x' : 'y';
  const l = !states.recorded ? '-' : recordedLetter(states, d, a);
  return `${d} ${a} ${l}` as Shape;
}

function recordedLetter(states: States, d: string, a: string): string {
  if (states.desired && states.desiredIsRecorded) return d;
  if (states.actual && states.actualIsRecorded) return a;
  if (d === '-' && a === '-') return 'x';
  return d === 'x' && a === 'y' ? 'z' : 'y';
}
