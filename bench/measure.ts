// Measuring: medians, and a table with the goals beside them.

import { performance } from 'node:perf_hooks';

export interface Row {
  readonly what: string;
  /** In the unit. */
  readonly median: number;
  readonly goal: number;
  readonly unit: 'ms' | '×';
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Milliseconds that `work` takes. */
export function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The median of many times, after as many more to warm up. Milliseconds. */
export function warm(work: () => unknown, times = 200): number {
  for (let i = 0; i < times; i++) work();
  return median(Array.from({ length: times }, () => time(work)));
}

export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, median: value, goal, unit }) =>
    [
      what.padEnd(52),
      `${value.toFixed(2)} ${unit}`.padStart(10),
      `goal ${goal} ${unit}`.padStart(14),
      value <= goal ? '' : '  missed',
    ].join(''),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
