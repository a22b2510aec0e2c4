// Versions and ranges as npm writes them (semver.org 2.0, github.com/npm/node-semver, 2026-08).

interface Version {
  readonly numbers: readonly [number, number, number];
  /** Empty for a release. */
  readonly pre: readonly string[];
}

const written = /^v?(\d{1,15})\.(\d{1,15})\.(\d{1,15})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

function parse(text: string): Version | undefined {
  const [, major, minor, patch, pre] = written.exec(text.trim()) ?? [];
  if (major === undefined) return undefined;
  return { numbers: [Number(major), Number(minor), Number(patch)], pre: pre === undefined ? [] : pre.split('.') };
}

export function isSemver(text: string): boolean {
  return parse(text) !== undefined;
}

/** Negative where the first is older. Texts that are no versions come before all that are. */
export function compareSemver(left: string, right: string): number {
  const [a, b] = [parse(left), parse(right)];
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compare(a, b);
}

function compare(a: Version, b: Version): number {
  for (let i = 0; i < 3; i += 1) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.pre.length === 0 || b.pre.length === 0) return Number(a.pre.length === 0) - Number(b.pre.length === 0);
  for (let i = 0; i < Math.max(a.pre.length, b.pre.length); i += 1) {
    const difference = comparePart(a.pre[i], b.pre[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  const [isA, isB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isA && isB) return Number(a) - Number(b);
  if (isA !== isB) return isA ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Half-open: from the first, included, to the second, not included. */
interface Bound {
  readonly test: (version: Version) => boolean;
  /** A version with a pre-release part is only meant where one is written with the same numbers. */
  readonly pre: Version | undefined;
}

/** Does the version lie in the range? Undefined where the range is none that npm knows. */
export function inSemverRange(version: string, range: string): boolean | undefined {
  const parsed = parse(version);
  const sets = range.split('||').map((set) => boundsOf(set));
  if (sets.some((set) => set === undefined)) return undefined;
  if (parsed === undefined) return false;
  return sets.some(
    (set) =>
      set?.every(({ test }) => test(parsed)) &&
      (parsed.pre.length === 0 || set.some(({ pre }) => pre !== undefined && sameNumbers(pre, parsed))),
  );
}

function sameNumbers(a: Version, b: Version): boolean {
  return a.pre.length > 0 && a.numbers.every((number, i) => number === b.numbers[i]);
}

function boundsOf(set: string): readonly Bound[] | undefined {
  const [, low, high] = /^\s*(\S+)\s+-\s+(\S+)\s*$/.exec(set) ?? [];
  const comparators =
    low === undefined || high === undefined
      ? set
          .trim()
          .replace(/([<>=^~]+)\s+/g, '$1')
          .split(/\s+/)
      : [`>=${low}`, `<=${high}`];
  const bounds = comparators.map(boundOf);
  return bounds.every((bound) => bound !== undefined) ? bounds : undefined;
}

const comparator =
  /^(\^|~>?|>=|<=|>|<|=)?v?(\d+|[xX*])?(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

function boundOf(text: string): Bound | undefined {
  const match = comparator.exec(text);
  if (match === null) return undefined;
  const [, operator = '', ...rest] = match;
  const parts = rest.slice(0, 3).map((part) => (part === undefined || /^[xX*]$/.test(part) ? undefined : Number(part)));
  const [major, minor, patch] = parts;
  const pre = rest[3] === undefined ? [] : rest[3].split('.');
  const from: Version = { numbers: [major ?? 0, minor ?? 0, patch ?? 0], pre };
  const within = (end: Version | undefined): Bound => ({
    test: (version) => compare(version, from) >= 0 && (end === undefined || compare(version, end) < 0),
    pre: from,
  });
  if (major === undefined)
    return ['<', '>'].includes(operator) ? { test: () => false, pre: undefined } : within(undefined);
  const next = (numbers: readonly [number, number, number]): Version => ({ numbers, pre: ['0'] });
  const afterMajor = next([major + 1, 0, 0]);
  const afterMinor = next([major, (minor ?? 0) + 1, 0]);
  const afterWritten = minor === undefined ? afterMajor : patch === undefined ? afterMinor : undefined;
  switch (operator) {
    case '^':
      if (major > 0 || minor === undefined) return within(afterMajor);
      return within(minor > 0 || patch === undefined ? afterMinor : next([0, 0, patch + 1]));
    case '~':
    case '~>':
      return within(minor === undefined ? afterMajor : afterMinor);
    case '>=':
      return within(undefined);
    case '>':
      return {
        test: (version) => (afterWritten ? compare(version, afterWritten) >= 0 : compare(version, from) > 0),
        pre: from,
      };
    case '<=':
      return {
        test: (version) => (afterWritten ? compare(version, afterWritten) < 0 : compare(version, from) <= 0),
        pre: from,
      };
    case '<':
      return { test: (version) => compare(version, from) < 0, pre: from };
    default:
      return afterWritten ? within(afterWritten) : { test: (version) => compare(version, from) === 0, pre: from };
  }
}
