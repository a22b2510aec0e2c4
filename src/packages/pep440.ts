// Versions and specifiers as Python writes them (packaging.python.org/en/latest/specifications/version-specifiers, 2026-08).

interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  /** Order among versions of one release: development, alpha, beta, candidate, release, post. */
  readonly key: readonly number[];
  readonly isPre: boolean;
}

const written =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:(?:[-_.]?(?:post|rev|r)[-_.]?(\d*))|-(\d+))?(?:[-_.]?dev[-_.]?(\d*))?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/i;

const phases: Readonly<Record<string, number>> = { a: 0, alpha: 0, b: 1, beta: 1, c: 2, rc: 2, pre: 2, preview: 2 };

function parse(text: string): Version | undefined {
  const match = text.length > 200 ? null : written.exec(text.trim());
  if (match === null) return undefined;
  const [, epoch, release = '', phase, number, post, postDash, dev] = match;
  const isDev = dev !== undefined;
  const phaseKey =
    phase === undefined
      ? isDev && post === undefined && postDash === undefined
        ? -1
        : 3
      : (phases[phase.toLowerCase()] ?? 2);
  const postKey = post ?? postDash;
  return {
    epoch: Number(epoch ?? 0),
    release: release.split('.').map(Number),
    key: [
      phaseKey,
      Number(number || 0),
      postKey === undefined ? -1 : Number(postKey || 0),
      isDev ? Number(dev || 0) : Infinity,
    ],
    isPre: phase !== undefined || isDev,
  };
}

/** Negative where the first is older. Texts that are no versions come before all that are. */
export function comparePep440(left: string, right: string): number {
  const [a, b] = [parse(left), parse(right)];
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compare(a, b);
}

function compare(a: Version, b: Version): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch;
  const release = compareLists(a.release, b.release);
  return release !== 0 ? release : compareLists(a.key, b.key);
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const [left, right] = [a[i] ?? 0, b[i] ?? 0];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

export function isPreRelease(text: string): boolean {
  return parse(text)?.isPre ?? true;
}

/** Does the version meet all specifiers? Undefined where one is none that Python knows. An empty text is met by all. */
export function inPep440Range(version: string, specifiers: string): boolean | undefined {
  const parsed = parse(version);
  const tests = specifiers
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map(testOf);
  if (tests.some((test) => test === undefined)) return undefined;
  return parsed !== undefined && tests.every((test) => test?.(parsed) === true);
}

function testOf(specifier: string): ((version: Version) => boolean) | undefined {
  // A bare version, as behind `@`, means just that one.
  const [, operator = '==', text = '', star] = /^(===|==|!=|~=|<=|>=|<|>)?\s*([^*\s]+?)(\.\*)?$/.exec(specifier) ?? [];
  const bound = parse(text);
  if (bound === undefined || (star !== undefined && !['==', '!='].includes(operator))) return undefined;
  const begins = (version: Version, count: number) =>
    version.epoch === bound.epoch &&
    bound.release.slice(0, count).every((number, i) => (version.release[i] ?? 0) === number);
  const isEqual = (version: Version) =>
    star === undefined ? compare(version, bound) === 0 : begins(version, bound.release.length);
  switch (operator) {
    case '!=':
      return (version) => !isEqual(version);
    case '~=':
      return bound.release.length < 2
        ? undefined
        : (version) => compare(version, bound) >= 0 && begins(version, bound.release.length - 1);
    case '<=':
      return (version) => compare(version, bound) <= 0;
    case '>=':
      return (version) => compare(version, bound) >= 0;
    case '<':
      return (version) => compare(version, bound) < 0;
    case '>':
      return (version) => compare(version, bound) > 0;
    default:
      return isEqual;
  }
}

/** The one version that the specifiers name; undefined where they leave a choice. */
export function exactPep440(specifiers: string): string | undefined {
  const [, text] = /^(?:={2,3}\s*)?([^\s*,<>=!~]+)$/.exec(specifiers.trim()) ?? [];
  return text !== undefined && parse(text) !== undefined ? text : undefined;
}
