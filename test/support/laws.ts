// How often a law is tried, and laws that share their cases: each case is made once, and judged by every law.

import process from 'node:process';
import fc from 'fast-check';
import { test } from 'uvu';
import { type Random, randomFrom } from './random.ts';

/** Cases for each law; `HATCH_LAW_RUNS` sets it. */
export const lawRuns = Number(process.env.HATCH_LAW_RUNS ?? 10_000);

/** The same cases each time, unless `HATCH_SEED` asks for others. */
export const lawSeed = Number(process.env.HATCH_SEED ?? 20_261_120);

/** Throws where the law is broken. Draws its own numbers, so that no law depends on another. */
export type DocumentLaw<Given> = (given: Given, random: Random) => void;

interface Breach {
  readonly text: string;
  readonly seed: number;
  readonly error: unknown;
  readonly times: number;
}

/**
 * A test for each law, over `lawRuns` documents. A law that is broken fails with the shortest of the documents that
 * break it: the documents are drawn, not shrunk.
 */
export function documentLaws<Given extends { readonly text: string }>(
  make: (random: Random) => Given,
  laws: Readonly<Record<string, DocumentLaw<Given>>>,
): void {
  let breaches: ReadonlyMap<string, Breach> | undefined;
  for (const name of Object.keys(laws)) {
    test(name, () => {
      breaches ??= judged(make, laws);
      const breach = breaches.get(name);
      if (breach === undefined) return;
      const { times, seed, text, error } = breach;
      throw new Error(`broken by ${times} of ${lawRuns} documents; the shortest, of seed ${seed}:\n${text}`, {
        cause: error,
      });
    });
  }
}

function judged<Given extends { readonly text: string }>(
  make: (random: Random) => Given,
  laws: Readonly<Record<string, DocumentLaw<Given>>>,
): ReadonlyMap<string, Breach> {
  const breaches = new Map<string, Breach>();
  for (let i = 0; i < lawRuns; i += 1) {
    // Far apart: neighbouring seeds would draw neighbouring numbers.
    const seed = Math.imul(lawSeed + i, 0x9e3779b1) | 0;
    const given = make(randomFrom(seed));
    let offset = 0;
    for (const [name, judge] of Object.entries(laws)) {
      offset += 1;
      try {
        judge(given, randomFrom(seed + offset));
      } catch (error) {
        const known = breaches.get(name);
        const times = (known?.times ?? 0) + 1;
        const isShorter = known === undefined || given.text.length < known.text.length;
        breaches.set(name, isShorter ? { text: given.text, seed, error, times } : { ...known, times });
      }
    }
  }
  return breaches;
}

/**
 * A test for each law, over `runs` cases that fast-check draws. A law that is broken is tried again alone, so that
 * its case is shrunk.
 */
export function caseLaws<Case>(
  cases: fc.Arbitrary<Case>,
  laws: Readonly<Record<string, (one: Case) => void | Promise<void>>>,
  runs: number = lawRuns,
): void {
  let broken: Promise<ReadonlySet<string>> | undefined;
  const parameters = { numRuns: runs, seed: lawSeed };
  for (const [name, judge] of Object.entries(laws)) {
    test(name, async () => {
      broken ??= brokenLaws(cases, laws, parameters);
      if (!(await broken).has(name)) return;
      await fc.assert(
        fc.asyncProperty(cases, async (one) => judge(one)),
        parameters,
      );
      throw new Error('broken among other laws, and kept alone');
    });
  }
}

async function brokenLaws<Case>(
  cases: fc.Arbitrary<Case>,
  laws: Readonly<Record<string, (one: Case) => void | Promise<void>>>,
  parameters: fc.Parameters<[Case]>,
): Promise<ReadonlySet<string>> {
  const broken = new Set<string>();
  const property = fc.asyncProperty(cases, async (one) => {
    for (const [name, judge] of Object.entries(laws)) {
      if (broken.has(name)) continue;
      try {
        await judge(one);
      } catch {
        broken.add(name);
      }
    }
  });
  await fc.assert(property, parameters);
  return broken;
}
