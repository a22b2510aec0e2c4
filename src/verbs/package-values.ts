// The values of what a package asks for: those given, and those asked of a person. The one place that asks.

import { proposal } from '../manifest/packages.ts';
import { writtenOut } from '../manifest/template-text.ts';
import { HatchError } from '../model/errors.ts';
import { get, isObject, type Json, type JsonObject, object } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';
import type { AskedInput, PackageInput } from '../model/package.ts';

/** A question about one value. */
export interface ValueQuestion {
  readonly input: PackageInput;
  /** Taken for an empty answer. */
  readonly proposed: string | undefined;
  /** What is wrong with the answer before, which is asked for again. */
  readonly fault: string | undefined;
}

/** Asks for a value; undefined leaves it open. */
export type AskValue = (question: ValueQuestion) => Promise<string | undefined>;

/** By name. */
export type GivenValues = Readonly<Record<string, string>>;

export interface Asking {
  /** The package, as it is called in what is said. */
  readonly reference: string;
  readonly inputs: readonly AskedInput[];
  /** Undefined where nobody can answer. */
  readonly ask: AskValue | undefined;
}

/**
 * The fields of a server (`with`, `env`, `headers`) that hold the values given, and those a person gives for what is
 * open; a secret that is open becomes a reference. Throws HatchError: `usage` for a name that nobody asks for, `refused`
 * for a secret that is written out.
 */
export async function valueFields({ reference, inputs, ask }: Asking, values: GivenValues): Promise<JsonObject> {
  refuseUnknown(reference, inputs, values);
  const given = new Map<string, string>();
  for (const input of inputs) {
    const value = Object.hasOwn(values, input.name)
      ? values[input.name]
      : input.isOpen
        ? await answered(input, ask)
        : undefined;
    if (value === undefined) continue;
    refuseLiteral(input, value);
    given.set(input.name, value);
  }
  return fieldsOf(inputs, given);
}

/** Throws HatchError `refused` where fields that were written without knowing the package hold one of its secrets. */
export function refuseLiterals(inputs: readonly PackageInput[], fields: JsonObject): void {
  for (const input of inputs) {
    const members = get(fields, input.kind === 'env' ? 'env' : input.kind === 'header' ? 'headers' : 'with');
    for (const [name, value] of Object.entries(isObject(members) ? members : {})) {
      const isSame = input.kind === 'header' ? name.toLowerCase() === input.name.toLowerCase() : name === input.name;
      if (isSame && typeof value === 'string') refuseLiteral(input, value);
    }
  }
}

function refuseUnknown(reference: string, inputs: readonly PackageInput[], values: GivenValues): void {
  const names = inputs.map(({ name }) => name);
  for (const name of Object.keys(values)) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    throw new HatchError('usage', `${reference} asks for no \`${name}\``, {
      hint: near === undefined ? `it asks for ${names.join(', ') || 'nothing'}` : `did you mean \`${near}\`?`,
    });
  }
}

/** What a person says, asked again until it will do; for a secret the reference that is proposed. */
async function answered(input: PackageInput, ask: AskValue | undefined): Promise<string | undefined> {
  const proposed = input.secret ? proposal(input.name) : undefined;
  let fault: string | undefined;
  for (;;) {
    const value = (await ask?.({ input, proposed, fault })) ?? proposed;
    fault = value === undefined ? undefined : faultIn(input, value);
    if (fault === undefined) return value;
  }
}

function faultIn({ secret, choices }: PackageInput, value: string): string | undefined {
  if (isWrittenSecret(secret, value)) return 'a secret is not written into the manifest: give a reference';
  const isChoice = choices === undefined || choices.includes(value) || writtenOut(value).hasReference;
  return isChoice ? undefined : `it must be one of ${choices.join(', ')}`;
}

function isWrittenSecret(isSecret: boolean, value: string): boolean {
  return isSecret && !writtenOut(value).hasReference;
}

function refuseLiteral({ name, secret }: PackageInput, value: string): void {
  if (!isWrittenSecret(secret, value)) return;
  throw new HatchError('refused', `\`${name}\` is a secret, and a manifest holds none`, {
    hint: `give the reference instead: --with '${name}=${proposal(name)}', and set that variable`,
  });
}

function fieldsOf(inputs: readonly PackageInput[], given: ReadonlyMap<string, string>): JsonObject {
  const members = (kinds: readonly PackageInput['kind'][]): readonly (readonly [string, Json])[] =>
    inputs.flatMap(({ name, kind }) => {
      const value = given.get(name);
      return value !== undefined && kinds.includes(kind) ? [[name, value] as const] : [];
    });
  const maps = [
    ['with', members(['argument', 'option'])],
    ['env', members(['env'])],
    ['headers', members(['header'])],
  ] as const;
  return object(maps.flatMap(([key, pairs]) => (pairs.length === 0 ? [] : [[key, object(pairs)] as const])));
}
