// What mcporter makes of texts that other hosts take as they are (src/config-normalize.ts and src/env.ts, 2026-11-20).

import { get, isArray, isObject, type JsonObject } from '../../model/json.ts';
import type { Oddities } from '../host.ts';

/** A command without arguments is split as a shell does, and a value of `env` is expanded only if it begins with `$`. */
function refuse(entry: JsonObject) {
  const [command, args, env] = [get(entry, 'command'), get(entry, 'args'), get(entry, 'env')];
  const isAlone = !isArray(args) || args.length === 0;
  const split =
    isAlone && typeof command === 'string' && /[\s'"\\]/.test(command) ? ['`command` is split at blanks'] : [];
  const literal = Object.entries(isObject(env) ? env : {})
    .filter(([, value]) => typeof value === 'string' && /^[^$].*\$\{/s.test(value))
    .map(([name]) => `\`env.${name}\` is not expanded, since it does not begin with \`$\``);
  const faults = [...split, ...literal];
  if (faults.length === 0) return undefined;
  return { code: 'field-unsupported', severity: 'warning', message: `MCPorter: ${faults.join('; ')}` } as const;
}

export const mcporterOddities: Oddities = { refuse };
