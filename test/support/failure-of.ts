// The error with which a text or an edit is refused.

import { FormatError } from '../../src/formats/codec.ts';

/** The `FormatError` that `run` throws. Throws if there is none, or another error. */
export function failureOf(run: () => unknown): FormatError {
  try {
    run();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('was not refused');
}
