// What stands at a place of an entry: which fields count as one, what is sensitive, what is the manifest's.

import type { Path } from '../model/json.ts';
import { ownPlace } from './also.ts';
import type { FieldRole } from './api.ts';
import { allPlaces, leafFacts } from './fields.ts';
import type { Host } from './host.ts';
import { startsWith } from './tree.ts';

/** `path` leads to a leaf of the entry, or to an item of one. */
export function roleOf(host: Host, written: Path): FieldRole {
  const path = ownPlace(host, written);
  const { transports, extra = {}, always = {} } = host.entry;
  const [first = ''] = path;
  if (path.length === 1 && first === transports.key) return { group: 'endpoint', holds: 'plain', known: true };
  const place = allPlaces(host).find((candidate) => startsWith(path, candidate.path));
  if (place !== undefined) {
    const { group, holds } = leafFacts[place.leaf];
    return { group, holds: place.form === 'command-line' ? 'arguments' : holds, known: true };
  }
  if (Object.hasOwn(extra, first)) return { group: undefined, holds: extra[first] ?? 'plain', known: true };
  return { group: undefined, holds: guess(path), known: Object.hasOwn(always, first) };
}

/** What a field that the descriptor does not know holds, by the words people use. */
function guess(path: Path): FieldRole['holds'] {
  const words = path.join(' ');
  if (/(^| )(envs?|environment)( |$)/i.test(words)) return 'environment';
  if (/(^| )(http_?)?headers( |$)/i.test(words)) return 'header';
  return /secret|token|password|passwd|credential|api_?key|private_?key/i.test(words) ? 'secret' : 'plain';
}
