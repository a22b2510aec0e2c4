// When something of ours came to be, as a part of its name that sorts. A clock may go back; what comes later sorts later
// all the same: else the newest copy would be taken for the first one, which stays, and the first one would go.

/** The stamp of a backup: `20251120_150000_123456`, in UTC. */
export function stampOf(microseconds: number): string {
  const iso = new Date(Math.floor(microseconds / 1000)).toISOString();
  const [date = '', time = ''] = iso.split('T');
  const fraction = String(microseconds % 1_000_000).padStart(6, '0');
  return `${date.replaceAll('-', '')}_${time.slice(0, 8).replaceAll(':', '')}_${fraction}`;
}

/** When a backup was taken, by its stamp: milliseconds since 1970. */
export function timeOf(stamp: string): number {
  return timeIn(/^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)_(\d{3})\d{3}$/, stamp);
}

/** The stamp in a backup's name. */
export function stampIn(name: string): string | undefined {
  return /\.(\d{8}_\d{6}_\d{6})$/.exec(name)?.[1];
}

/** Now, or just after the newest stamp where the clock went back since: microseconds since 1970. */
export function microsecondsAfter(now: Date, newest: string | undefined): number {
  const start = now.getTime() * 1000;
  const last = newest === undefined ? Number.NaN : timeOf(newest) * 1000 + Number(newest.slice(-3));
  return last >= start ? last + 1 : start;
}

/** The beginning of a run's id: the second it starts in, then its milliseconds; after that of the newest run. */
export function runStamp(now: Date, newest: string | undefined): string {
  const last = timeIn(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-(\d{3})/, newest ?? '');
  const iso = (last >= now.getTime() ? new Date(last + 1) : now).toISOString();
  return `${iso.slice(0, 19).replaceAll(/[-:]/g, '')}Z-${iso.slice(20, 23)}`;
}

function timeIn(pattern: RegExp, text: string): number {
  const [, y, m, d, h, min, s, ms] = pattern.exec(text) ?? [];
  return Date.parse(`${y}-${m}-${d}T${h}:${min}:${s}.${ms}Z`);
}
