// Targets as the records know them: what an owner has written, whatever the manifest says now.

import { named } from '../hosts/encode.ts';
import { findHost } from '../hosts/index.ts';
import type { PlaceRecord } from '../model/record.ts';
import type { Container, Platform } from '../model/target.ts';
import { type Actual, type PlaceRequest, readActual, serversPlace } from '../state/actual.ts';
import type { DesiredTarget } from '../state/desired.ts';
import { absolutePath, isAmong, type RecordStore, type readOtherOwners } from '../state/records.ts';
import type { TargetStates } from '../state/states.ts';
import { isWithin, pathsOf } from '../system/paths.ts';
import type { Reader, Surroundings } from '../system/system.ts';
import type { ReadPorts } from './options.ts';

/** A file that another program writes right now is whole again within about a second. */
const patience = { times: 10, milliseconds: 100 };

const nothingDesired: DesiredTarget = { entries: [], held: () => undefined, findings: [] };

/** A file of no bytes at all is more often one that is being written than one that is empty: looked at again for a moment. */
const patienceWithBlank = { times: 4, milliseconds: 50 };

/** Reads again while a file is torn. */
export async function readPatiently(system: Reader, platform: Platform, request: PlaceRequest): Promise<Actual> {
  let seen = stampOf(system, request.path);
  let actual = readActual(system, platform, request);
  for (let i = 0; isBlank(actual) && i < patienceWithBlank.times; i++) {
    await system.pause(patienceWithBlank.milliseconds);
    actual = readActual(system, platform, request);
  }
  for (let i = 0; actual.state === 'unreadable' && i < patience.times; i++) {
    await system.pause(patience.milliseconds);
    const now = stampOf(system, request.path);
    // A large file that stays as it is need not be understood ten times.
    if (now !== undefined && now === seen) continue;
    seen = now;
    actual = readActual(system, platform, request);
  }
  return actual;
}

/** Another one once somebody has written the file; undefined where that cannot be told: a link, a folder. */
function stampOf(system: Reader, path: string): string | undefined {
  const stat = system.stat(path);
  return stat?.kind === 'file' ? `${stat.ino} ${stat.size} ${stat.modified}` : undefined;
}

function isBlank({ files }: Actual): boolean {
  return files.some(({ bytes }) => bytes?.length === 0);
}

/** Every recorded place that passes, with nothing desired in it. */
export async function recordedTargets(
  { system, surroundings }: ReadPorts,
  stores: readonly RecordStore[],
  passes: (path: string, container: Container) => boolean,
): Promise<readonly TargetStates[]> {
  const targets: TargetStates[] = [];
  for (const store of stores) {
    const byPath = new Map<string, PlaceRecord[]>();
    for (const place of store.record.places) {
      const path = absolutePath(store, surroundings.platform, place.file);
      byPath.set(path, [...(byPath.get(path) ?? []), place]);
    }
    for (const [path, all] of byPath) {
      for (const [servers, ...satellites] of byHost(all)) {
        if (!passes(path, servers.container)) continue;
        const target = await recordedTarget(system, surroundings, store, path, servers, satellites);
        if (target !== undefined) targets.push(target);
      }
    }
  }
  return targets;
}

/** What other owners have recorded of the same places goes with each: none of it is to be removed as ours. */
export function besideOthers(
  targets: readonly TargetStates[],
  others: ReturnType<typeof readOtherOwners>,
): readonly TargetStates[] {
  return targets.map((target) => {
    const containers = new Map([...target.records].map(([id, { container }]) => [id, container]));
    const own = others.filter(({ file, place }) => file === target.request.path && isAmong(containers, place));
    return { ...target, others: own };
  });
}

/** The places of each host that shares the file: that of its servers, then its satellites. */
function byHost(places: readonly PlaceRecord[]): readonly (readonly [PlaceRecord, ...PlaceRecord[]])[] {
  const [first, ...more] = places.filter(({ place }) => place === serversPlace);
  const satellites = places.filter(({ place }) => place !== serversPlace);
  const [alone] = satellites;
  if (first === undefined) return alone === undefined ? [] : [[alone, ...satellites]];
  const ownerOf = ({ host }: PlaceRecord) => more.find((one) => one.host === host && first.host !== host) ?? first;
  return [first, ...more].map((one) => [one, ...satellites.filter((satellite) => ownerOf(satellite) === one)]);
}

/** The same on every machine, where the file lies below the home directory. */
function inHome({ platform, home }: Surroundings, path: string): string {
  return isWithin(platform, home, path)
    ? `{home}/${pathsOf(platform).relative(home, path).replaceAll('\\', '/')}`
    : path;
}

/** Undefined where the record names a host that this version does not know. */
async function recordedTarget(
  system: Reader,
  surroundings: Surroundings,
  store: RecordStore,
  path: string,
  servers: PlaceRecord,
  satellites: readonly PlaceRecord[],
): Promise<TargetStates | undefined> {
  const host = findHost(servers.host);
  if (host === undefined) return undefined;
  const place = host.scopes[servers.scope];
  const fresh = (name: string) => named(place?.folder?.fresh ?? {}, name);
  const first = place?.fresh === undefined ? {} : { fresh: place.fresh };
  const { container, folder } = servers;
  const request: PlaceRequest = {
    path,
    symbolic: store.root === undefined ? inHome(surroundings, path) : `{repository}/${servers.file}`,
    format: servers.format,
    placement:
      folder === undefined ? { kind: 'file', container, ...first } : { kind: 'folder', container, fresh, ...folder },
    satellites: Object.fromEntries(satellites.map((place) => [place.place, place.container])),
  };
  return {
    name: servers.target,
    host,
    scope: servers.scope,
    request,
    home: '',
    situation: 'retired',
    present: true,
    create: false,
    named: false,
    exclusive: false,
    inPlace: false,
    actual: await readPatiently(system, surroundings.platform, request),
    desired: nothingDesired,
    store,
    records: new Map([servers, ...satellites].map((place) => [place.place, place])),
    sharedWith: [],
    others: [],
  };
}
