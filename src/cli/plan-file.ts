// A saved plan, read back: what it was made from, and the digest that it approves. Nothing else in it is believed.

import { HatchError } from '../model/errors.ts';
import { at, get, isArray, isObject, type Json } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import { SavedPlanError, savedPlan } from '../report/saved.ts';
import { pathsOf } from '../system/paths.ts';
import type { PlanOptions } from '../verbs/options.ts';
import type { Call } from './call.ts';

interface SavedPlan {
  /** As it was saved. */
  readonly document: Json;
  readonly options: PlanOptions;
  /** `sha256:…` */
  readonly digest: string;
  /** What it saw at sensitive places of this machine. */
  readonly volatile: Json | undefined;
  /** Variables that must be given again: a saved plan does not hold their values. */
  readonly variables: readonly string[];
}

/** Throws HatchError (`usage`) for a file that is no plan of this version. */
export function readPlanFile({ system, surroundings }: Call['ports'], path: string): SavedPlan {
  const bytes = system.read(pathsOf(surroundings.platform).resolve(surroundings.cwd, path));
  if (bytes === undefined) {
    throw new HatchError('usage', `there is no file ${path}`, { hint: 'write one with `hatch plan --out plan.json`' });
  }
  const wrong = (why: string) =>
    new HatchError('usage', `${path} is no saved plan: ${why}`, { hint: 'hatch plan --out plan.json' });
  let document: Json;
  try {
    document = JSON.parse(new TextDecoder().decode(bytes)) as Json;
  } catch {
    throw wrong('it is not valid JSON');
  }
  if (get(document, 'formatVersion') !== 1) throw wrong('its formatVersion is not 1');
  const digest = at(document, ['result', 'digest']);
  if (typeof digest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(digest)) throw wrong('it has no digest');
  const inputs = at(document, ['result', 'inputs']);
  if (!isObject(inputs)) throw wrong('it does not say what it was made from');
  const options = optionsOf(inputs, wrong);
  const volatile = at(document, ['result', 'volatile']);
  return { document, options, digest, volatile, variables: texts(inputs, 'variables', wrong) ?? [] };
}

/** Was it written by `plan --out`, of whichever version? */
export function isPlanFile(bytes: Uint8Array): boolean {
  try {
    const document = JSON.parse(new TextDecoder().decode(bytes)) as Json;
    return get(document, 'command') === 'plan' && get(document, 'formatVersion') !== undefined;
  } catch {
    return false;
  }
}

/** The plan itself, as far as it can be shown. Throws HatchError (`usage`) likewise. */
export function shownPlan({ document }: SavedPlan, path: string): Plan {
  try {
    return savedPlan(document);
  } catch (error) {
    if (!(error instanceof SavedPlanError)) throw error;
    throw new HatchError('usage', `${path} is no saved plan: ${error.message}`, { hint: 'hatch plan --out plan.json' });
  }
}

type Wrong = (why: string) => HatchError;

function optionsOf(inputs: Json, wrong: Wrong): PlanOptions {
  const list = (key: string) => texts(inputs, key, wrong);
  const text = (key: string) => texts(inputs, key, wrong, true)?.[0];
  const isOn = (key: string) => {
    const value = get(inputs, key) ?? false;
    if (typeof value !== 'boolean') throw wrong(`inputs.${key} is neither true nor false`);
    return value;
  };
  return {
    manifest: text('manifest'),
    environment: text('environment'),
    hosts: list('hosts'),
    servers: list('servers'),
    pattern: text('pattern'),
    root: text('root'),
    create: isOn('create'),
    pruneMoved: isOn('pruneMoved'),
    take: list('take') ?? [],
    keep: list('keep') ?? [],
    skipConflicts: isOn('skipConflicts'),
    externalize: list('externalize') ?? [],
    sameOwner: isOn('sameOwner'),
    fromOwner: text('fromOwner'),
    again: isOn('again'),
  };
}

/** A list of texts, or one text; undefined where there is none. */
function texts(inputs: Json, key: string, wrong: Wrong, single = false): readonly string[] | undefined {
  const value = get(inputs, key);
  if (value === undefined) return undefined;
  const items: readonly Json[] = single ? [value] : isArray(value) ? value : [undefined as unknown as Json];
  return items.map((item) => {
    if (typeof item !== 'string') throw wrong(`inputs.${key} is not ${single ? 'a text' : 'a list of texts'}`);
    return item;
  });
}
