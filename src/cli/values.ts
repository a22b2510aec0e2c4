// The flags of one command line with their values, and the options of the verbs that they make.

import { HatchError } from '../model/errors.ts';
import { pathsOf, variable } from '../system/paths.ts';
import type { Surroundings } from '../system/system.ts';
import type { ApplyOptions, PlanOptions } from '../verbs/options.ts';
import { type FlagName, flags } from './flags.ts';

/** Flag → its values in order; a switch that is on has one empty value. */
export type Given = ReadonlyMap<FlagName, readonly string[]>;

export interface Values {
  isOn(flag: FlagName): boolean;
  text(flag: FlagName): string | undefined;
  /** An absolute path: a relative one begins at the working directory. */
  path(flag: FlagName): string | undefined;
  /** Values of all its mentions, split at commas; a comma that belongs to an item is written `\,`. */
  list(flag: FlagName): readonly string[] | undefined;
  /** Values of all its mentions as they stand. */
  texts(flag: FlagName): readonly string[] | undefined;
  /** A whole number from 0. */
  number(flag: FlagName): number | undefined;
  /** `NAME=VALUE` as a record. */
  pairs(flag: FlagName): Readonly<Record<string, string>>;
}

/** Throws HatchError (`usage`) for a value that is empty or of the wrong form. */
export function valuesOf(given: Given, surroundings: Surroundings): Values {
  const text = (flag: FlagName): string | undefined => {
    const last = given.get(flag)?.at(-1);
    // An empty value is mostly a shell variable that is not set: never take it for "all".
    if (last === '') throw new HatchError('usage', `--${flag} has an empty value`);
    return last;
  };
  const isSet = (name: string | undefined): boolean => {
    const value = name === undefined ? '' : (variable(surroundings, name) ?? '');
    return !['', '0', 'false', 'no'].includes(value.toLowerCase());
  };
  return {
    isOn: (flag) => given.has(flag) || isSet(flags[flag].variable),
    text,
    path: (flag) => {
      const written = text(flag);
      return written === undefined ? undefined : pathsOf(surroundings.platform).resolve(surroundings.cwd, written);
    },
    list: (flag) => {
      const mentioned = given.get(flag);
      if (mentioned === undefined) return undefined;
      const items = mentioned.flatMap(itemsOf);
      if (items.includes('')) throw new HatchError('usage', `--${flag} has an empty value`);
      return [...new Set(items)];
    },
    texts: (flag) => given.get(flag),
    number: (flag) => {
      const written = text(flag);
      if (written === undefined) return undefined;
      if (!/^\d{1,9}$/.test(written)) throw new HatchError('usage', `--${flag} takes a whole number, not ${written}`);
      return Number(written);
    },
    pairs: (flag) =>
      Object.fromEntries(
        (given.get(flag) ?? []).map((pair) => {
          const sign = (flags[flag].between ?? /=/).exec(pair);
          if (sign === null || sign.index < 1) throw new HatchError('usage', `--${flag} takes NAME=VALUE`);
          return [pair.slice(0, sign.index), pair.slice(sign.index + sign[0].length)];
        }),
      ),
  };
}

/** As `listItem` writes them. */
function itemsOf(value: string): readonly string[] {
  return value.split(/(?<=(?<!\\)(?:\\\\)*),/).map((item) => item.trim().replace(/\\([\\,])/g, '$1'));
}

/** What a plan is made from, as the flags say. */
export function planOptions(values: Values): PlanOptions {
  return {
    manifest: values.text('manifest'),
    environment: values.text('environment'),
    variables: values.pairs('var'),
    hosts: values.list('host'),
    servers: values.list('servers'),
    pattern: values.text('pattern'),
    root: values.path('root'),
    create: values.isOn('create'),
    pruneMoved: values.isOn('prune-moved'),
    take: values.list('take') ?? [],
    keep: values.list('keep') ?? [],
    skipConflicts: values.isOn('skip-conflicts'),
    externalize: values.list('externalize') ?? [],
    sameOwner: values.isOn('same-owner'),
    fromOwner: values.text('from-owner'),
    again: values.isOn('again'),
  };
}

/** How to write, as the flags say. */
export function applyOptions({
  values,
  interaction,
  hide,
  line,
}: Pick<ApplyOptions, 'interaction'> & {
  readonly values: Values;
  readonly hide: ApplyOptions['onSecrets'];
  readonly line: string;
}): ApplyOptions {
  const autoApprove = values.isOn('auto-approve');
  return {
    interaction: autoApprove ? undefined : interaction,
    autoApprove,
    approve: values.text('approve'),
    backup: !values.isOn('no-backup'),
    lockTimeout: milliseconds(values, 'lock-timeout') ?? 30_000,
    settle: milliseconds(values, 'settle') ?? 0,
    allowEmpty: values.isOn('allow-empty'),
    maxDeletes: values.number('max-deletes'),
    onSecrets: hide,
    command: line,
  };
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** `500ms`, `30s`, `2m`; a bare number means seconds. Throws HatchError (`usage`). */
export function milliseconds(values: Values, flag: FlagName): number | undefined {
  const written = values.text(flag);
  if (written === undefined) return undefined;
  const [, number, unit = 's'] = /^(\d{1,6})(ms|s|m)?$/.exec(written) ?? [];
  if (number === undefined) throw new HatchError('usage', `--${flag} takes a time such as 30s, not ${written}`);
  return Number(number) * (units[unit] ?? 1);
}
