// What a plan saw at sensitive places, as digests that only this machine can make: they stand beside a saved plan, and
// are no part of its digest, which is equal on every machine.

import { keyedDigest } from '../model/digest.ts';
import { canonical, equal, get, type Json, type JsonObject, object } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import { readKey } from '../state/records.ts';
import type { ReadPorts } from './options.ts';

/** `{ machine, saw }`; undefined before the first apply has made this machine's key. */
export function volatileOf({ system, surroundings }: ReadPorts, plan: Plan): JsonObject | undefined {
  const key = readKey(system, surroundings);
  if (key === undefined) return undefined;
  const digest = keyedDigest(key);
  const saw = plan.targets.flatMap((target) =>
    target.entries.flatMap((entry) =>
      entry.guards
        .filter((guard) => guard.sensitive && guard.saw !== undefined)
        .map(({ pointer, saw }) => {
          const where = `${target.name}/${entry.place}/${entry.name}${pointer}`;
          return [where, digest(`${where}\0${canonical(saw as Json)}`)] as const;
        }),
    ),
  );
  return { machine: digest('volatile'), saw: object(saw) };
}

/** Does something else stand at a sensitive place than when it was saved on this machine? Of another one nothing is known. */
export function sawOther(ports: ReadPorts, plan: Plan, saved: Json | undefined): boolean {
  const now = volatileOf(ports, plan);
  if (now === undefined || get(saved, 'machine') !== now.machine) return false;
  return !equal(get(saved, 'saw'), now.saw);
}
