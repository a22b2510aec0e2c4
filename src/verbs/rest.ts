// What a bare `hatch plan` says while nothing has changed since the last apply: said again at once, after looking at
// every file and variable that the answer came from. Written by apply only; planning writes nothing. Light: it is
// loaded before anything else.

import { createDurable, ensureFolder, sweptTemporary, unless } from '../apply/home.ts';
import { keyedDigest, sha256 } from '../model/digest.ts';
import { hatchHome, readKey } from '../state/records.ts';
import { pathsOf } from '../system/paths.ts';
import type { Reader, Surroundings, System, Witness } from '../system/system.ts';
import { type Digest, stillHolds, type Trace, tracing } from '../system/trace.ts';

/** What the text depends on beside the machine. */
interface Frame {
  readonly build: string;
  readonly platform: string;
  readonly home: string;
  readonly cwd: string;
  readonly colour: boolean;
  readonly width: number;
}

interface Rest {
  readonly frame: Frame;
  readonly trace: Trace;
  readonly text: string;
}

/** How the text is to look, and which program said it. */
export interface RestLook {
  readonly build: string;
  readonly colour: boolean;
  readonly width: number;
}

/** The text, if all that it came from is still the same. */
export function recall(reader: Reader, surroundings: Surroundings, look: RestLook): string | undefined {
  const bytes = reader.read(restPath(surroundings));
  const digest = bytes && digestWith(reader, surroundings);
  if (bytes === undefined || digest === undefined) return undefined;
  const rest = parse(bytes);
  if (rest === undefined || JSON.stringify(rest.frame) !== JSON.stringify(frameOf(surroundings, look)))
    return undefined;
  return stillHolds(rest.trace, reader, surroundings, digest) ? rest.text : undefined;
}

/** A torn or foreign file is no memory. */
function parse(bytes: Uint8Array): Rest | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Rest;
  } catch {
    return undefined;
  }
}

/** Plans once more and keeps what was said, if there is nothing to do. `plan` gives undefined where there is. */
export async function remember(
  system: System,
  surroundings: Surroundings,
  look: RestLook,
  plan: (ports: { readonly system: Witness; readonly surroundings: Surroundings }) => Promise<string | undefined>,
): Promise<void> {
  const digest = digestWith(system, surroundings);
  if (digest === undefined) return;
  const traced = tracing(system, surroundings, digest);
  const text = await plan(traced);
  const trace = traced.trace();
  if (text === undefined || trace === undefined) return;
  const rest: Rest = { frame: frameOf(surroundings, look), trace, text };
  const path = restPath(surroundings);
  const temporary = sweptTemporary(system, hatchHome(surroundings), 'rest');
  ensureFolder(system, pathsOf(surroundings.platform).dirname(path));
  createDurable(system, temporary, new TextEncoder().encode(JSON.stringify(rest)));
  // Another command swept it away meanwhile: then nothing is remembered.
  unless('ENOENT', () => system.rename(temporary, path));
}

function frameOf({ platform, home, cwd }: Surroundings, { build, colour, width }: RestLook): Frame {
  return { build, platform, home, cwd, colour, width };
}

/** One for each working directory. */
function restPath(surroundings: Surroundings): string {
  const name = sha256(surroundings.cwd).slice(0, 16);
  return pathsOf(surroundings.platform).join(hatchHome(surroundings), 'cache', `rest-${name}.json`);
}

/** By this machine's own key; undefined before the first apply has made it. */
function digestWith(reader: Reader, surroundings: Surroundings): Digest | undefined {
  const key = readKey(reader, surroundings);
  return key && keyedDigest(key);
}
