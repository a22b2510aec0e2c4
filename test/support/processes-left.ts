// Which processes of this machine still carry a mark in their environment: what a run left behind, wherever it went.

import { readdirSync, readFileSync } from 'node:fs';

/** Pid and command of each; empty where the kernel shows no environments. */
export function processesWith(mark: string): readonly string[] {
  return pids().flatMap((pid) => {
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark)) return [];
      return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim()}`];
    } catch {
      // It ended meanwhile, or is another's.
      return [];
    }
  });
}

function pids(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
