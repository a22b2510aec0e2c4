// The law that ties reading to writing: what was read from an entry is written as that entry again.

import { at, equal, type JsonObject } from '../model/json.ts';
import { printPointer } from '../model/pointer.ts';
import type { DecodeContext, Satellites } from './api.ts';
import { comparable } from './comparable.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import type { Host } from './host.ts';
import { leavesOf } from './tree.ts';

/** Where writing what was read differs from the entry, in words; empty where it holds, or where this is no server. */
export function broken(
  host: Host,
  name: string,
  entry: JsonObject,
  satellites: Satellites,
  context: DecodeContext,
): readonly string[] {
  const { server } = decode(host, name, entry, satellites, context);
  if (server === undefined || host.byHand !== undefined) return [];
  const again = encode(host, name, server, {
    ...context,
    portable: context.portable ?? false,
    references: 'native',
    onUnsupported: 'bridge',
  });
  // A name that the host takes nowhere is a person's own mistake in the file.
  const errors = again.findings.filter(({ severity, code }) => severity === 'error' && !code.startsWith('name-'));
  const paths = new Map([...leavesOf(entry), ...leavesOf(again.entry)].map(([path]) => [printPointer(path), path]));
  const [then, now] = [entry, again.entry];
  return [
    ...errors.map(({ message }) => message),
    ...[...paths]
      .filter(([, path]) => !equal(comparable(host, path, at(then, path)), comparable(host, path, at(now, path))))
      .map(([pointer]) => `${pointer} is read and written differently`),
    ...again.satellites
      .filter(({ satellite, key, value }) => !equal(satellites(satellite)[key], value))
      .map(({ satellite, key }) => `\`${key}\` in ${satellite} is read and written differently`),
  ];
}
