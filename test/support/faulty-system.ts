// A memory system whose k-th writing call fails, or at which the process ends: for trying every instant.

import type { MemorySystem } from '../../src/system/memory.ts';
import { systemError } from '../../src/system/memory-disk.ts';

/** What happens at the writing call with this number (from 0). */
export interface Fault {
  readonly at: number;
  /** The process ends before or after the call; or the call fails: by itself, and with `onwards` all later ones too. */
  readonly kind: 'crash-before' | 'crash-after' | 'fail' | 'fail-onwards';
  readonly code?: string;
}

/** The process is no more: whatever it still calls throws this. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export interface FaultySystem extends MemorySystem {
  /** The writing calls so far: name and first argument. */
  readonly calls: readonly string[];
}

const writing = [
  'makeFolder',
  'removeFolder',
  'create',
  'link',
  'append',
  'overwrite',
  'setMode',
  'setOwner',
  'rename',
  'remove',
  'sync',
  'syncFolder',
] as const;
const withData: readonly string[] = ['create', 'append', 'overwrite'];

/** The system with this fault; without one it only counts. */
export function faulty(system: MemorySystem, fault?: Fault): FaultySystem {
  const calls: string[] = [];
  let isDown = false;
  const wrapped: Record<string, unknown> = { ...system, calls };
  const alive = <T extends unknown[], R>(act: (...words: T) => R) => {
    return (...words: T): R => {
      if (isDown) throw new Crash('the process is no more');
      return act(...words);
    };
  };
  for (const name of ['read', 'stat', 'list', 'readLink', 'pause', 'now'] as const) {
    wrapped[name] = alive(system[name] as (...words: unknown[]) => unknown);
  }
  for (const name of writing) {
    const act = system[name] as (...words: unknown[]) => void;
    wrapped[name] = alive((...words: unknown[]) => {
      const number = calls.length;
      calls.push(`${name} ${String(words[0])}`);
      const isFailing =
        fault?.kind === 'fail' ? number === fault.at : number >= (fault?.at ?? Number.POSITIVE_INFINITY);
      if (fault === undefined || !isFailing) return act(...words);
      if (fault.kind === 'fail' || fault.kind === 'fail-onwards') {
        failHalfway(name, act, words, fault.code ?? 'EIO');
      }
      if (fault.kind === 'crash-after') act(...words);
      isDown = true;
      throw new Crash(`at call ${number}: ${name}`);
    });
  }
  return wrapped as unknown as FaultySystem;
}

/** A full or broken disk takes half of the data before it says so. */
function failHalfway(name: string, act: (...words: unknown[]) => void, words: unknown[], code: string): never {
  const [path, bytes, ...rest] = words;
  if (withData.includes(name) && bytes instanceof Uint8Array && code !== 'EROFS' && code !== 'EACCES') {
    act(path, bytes.subarray(0, bytes.length >> 1), ...rest);
  }
  throw systemError(code, String(path));
}
