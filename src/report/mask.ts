// Secrets in a report: each is shown as a number, equal ones as the same, across the whole output.

import { canonical, isArray, isObject, type Json, object } from '../model/json.ts';
import type { EntryPlan, Shown } from '../model/plan.ts';
import { printPointer } from '../model/pointer.ts';
import { Secret } from '../model/secret.ts';

/** Masks of one output. */
export interface Masks {
  /** The value with each secret in it as `‹secret #1›`. */
  show(value: Shown): Json;
  /** A value of which nothing may be seen. */
  hide(value: Json): Json;
}

export function masks(): Masks {
  const seen: Secret[] = [];
  const name = (secret: Secret): string => {
    const known = seen.findIndex((other) => other.equals(secret));
    return `‹secret #${known < 0 ? seen.push(secret) : known + 1}›`;
  };
  const show = (value: Shown): Json => {
    if (value instanceof Secret) return name(value);
    return isShownArray(value) ? value.map(show) : value;
  };
  return { show, hide: (value) => name(new Secret(typeof value === 'string' ? value : canonical(value))) };
}

function isShownArray(value: Shown): value is readonly Shown[] {
  return Array.isArray(value);
}

/**
 * A value of an entry's edit as it may be seen. What stands at `pointer` within the entry is shown as its field is;
 * what is sensitive and no field says how to show is hidden.
 */
export function seenValue(entry: EntryPlan, pointer: string, value: Json, shown: Masks): Json {
  const field = entry.fields.find((one) => one.pointer === pointer);
  if (field?.after !== undefined) return shown.show(field.after);
  if (entry.sensitive.has(pointer)) return shown.hide(value);
  const below = (key: string, member: Json) => seenValue(entry, pointer + printPointer([key]), member, shown);
  if (isArray(value)) return value.map((item, i) => below(String(i), item));
  if (!isObject(value)) return value;
  return object(Object.entries(value).map(([key, member]) => [key, below(key, member)]));
}

/** A value on one line, as JSON with blanks after commas and colons; masks stand without quotes. */
export function valueText(value: Json): string {
  if (isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${valueText(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return typeof value === 'string' && /^‹secret #\d+›$/.test(value) ? value : JSON.stringify(value);
}
