// How long this process has computed, whatever else keeps the machine busy: for what must not hang.

import process from 'node:process';

/** Starts counting; gives the milliseconds of processor time since. */
export function computing(): () => number {
  const before = process.cpuUsage();
  return () => process.cpuUsage(before).user / 1000;
}
