// Many things done beside one another, only so many at a time, results in the order they were asked for.

export interface Progress<T> {
  readonly done: number;
  readonly all: number;
  /** What is under way, longest first. */
  readonly running: readonly T[];
}

/** `work` for each item, `jobs` at a time. `onProgress` is told whenever one begins or ends. */
export async function inParallel<T, R>(
  items: readonly T[],
  jobs: number,
  work: (item: T) => Promise<R>,
  onProgress: (progress: Progress<T>) => void = () => undefined,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const running = new Map<number, T>();
  const queue = items.entries();
  const tell = () => onProgress({ done: results.size, all: items.length, running: [...running.values()] });
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) {
      running.set(index, item);
      tell();
      results.set(index, await work(item));
      running.delete(index);
      tell();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, lane));
  return items.map((_, index) => results.get(index) as R);
}
