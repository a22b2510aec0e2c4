// The version of the program; the build puts it in.

declare const HATCH_VERSION: string | undefined;

export const version = typeof HATCH_VERSION === 'string' ? HATCH_VERSION : '(not built)';
