// Equality of values in a host's eyes: what is a default is nothing, what is an alias is the first word.

import { equal, isArray, isObject, type Json, type Path } from '../model/json.ts';
import { ownPlace } from './also.ts';
import { allPlaces } from './fields.ts';
import type { Host } from './host.ts';

/** One leaf of an entry in the one form that equal values share; undefined for a default. Idempotent. */
export function comparable(host: Host, path: Path, value: Json | undefined): Json | undefined {
  if (value === undefined || isNothing(value)) return undefined;
  // What is the same as nothing at a member's own place may be needed at its second one.
  if (ownPlace(host, path) !== path) return value;
  const { transports, defaults = [] } = host.entry;
  if (path.length === 1 && path[0] === transports.key) return comparableWord(host, value);
  const place = allPlaces(host).find((candidate) => equal(candidate.path, path));
  if (place !== undefined) {
    // An allow list that is empty allows nothing.
    if (isEmpty(value) && place.leaf !== 'allow') return undefined;
    if (place.leaf === 'enabled') return value === (place.form !== 'negated') ? undefined : value;
  }
  return defaults.some(([at, assumed]) => equal(at, path) && equal(assumed, value)) ? undefined : value;
}

function comparableWord(host: Host, value: Json): Json | undefined {
  const known = Object.values(host.entry.transports.words).filter((words) => words.some((word) => word === value));
  if (known.some((words) => words.includes(null))) return undefined;
  return known[0]?.[0] ?? value;
}

/** Null, or an object that holds nothing else. */
function isNothing(value: Json): boolean {
  return value === null || (isObject(value) && !isEmpty(value) && Object.values(value).every(isNothing));
}

function isEmpty(value: Json): boolean {
  return (isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}
