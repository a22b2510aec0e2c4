// Keeps the last texts that were taken apart: a file is read, guarded, edited and read again within one run.

/** A file as it was and as it will be, and as much again for the next one. */
const kept = 4;

/** `make`, which must be pure, with its last results at hand. */
export function recent<Result>(make: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    const found = results.get(text);
    if (found !== undefined) return found;
    const result = make(text);
    const [oldest] = results.keys();
    if (results.size === kept && oldest !== undefined) results.delete(oldest);
    results.set(text, result);
    return result;
  };
}
