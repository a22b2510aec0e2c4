// `doctor`: looks at every host on this machine, says where its servers stand and why there, and what is wrong.

import { codecs, encodeText } from '../formats/index.ts';
import { withoutTrailingCommas } from '../formats/jsonc-strict.ts';
import { applyEdits } from '../formats/splice.ts';
import { type Host, hosts, locate } from '../hosts/index.ts';
import type { DoctorReport, DoctorRow } from '../model/doctor.ts';
import { type Finding, sortFindings } from '../model/finding.ts';
import { equal } from '../model/json.ts';
import type { Scope } from '../model/target.ts';
import { storesHere } from './bounds.ts';
import { carryOut, type Planned } from './carry-out.ts';
import { entryChecks } from './doctor/entry-checks.ts';
import { type Examined, type Scene, serversOf } from './doctor/examined.ts';
import { fileChecks, jsonText } from './doctor/file-checks.ts';
import { hostNamed } from './host-named.ts';
import { unfinished } from './load.ts';
import { namedTargets, placesBelow } from './named-targets.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, ReadPorts, WritePorts } from './options.ts';
import { plannedTargets } from './planned-targets.ts';
import { readPatiently } from './recorded.ts';
import { restoredFile } from './restored-entries.ts';
import { undoTarget } from './undo-target.ts';

const checks = [...fileChecks, ...entryChecks];

/** Hosts that are on this machine, or those named. Throws HatchError `usage` for an unknown one. */
export async function doctor(ports: ReadPorts, options: PlanOptions): Promise<DoctorReport> {
  const { scene, ambiguous } = await examine(ports, options);
  const rows = scene.all.map((one): DoctorRow => {
    const { host, scope, located, actual } = one;
    return {
      id: host.id,
      title: host.title,
      scope,
      path: located.path,
      state: actual.state,
      candidates: located.candidates,
      servers: serversOf(one).length,
      findings: sortFindings(checks.flatMap((check) => check(one, scene))),
    };
  });
  return { rows: [...rows, ...ambiguous], findings: unfinished(ports.system, ports.surroundings) };
}

/** Does what is safe of what `doctor` finds; shown first, one transaction, undone by `rollback`. */
export async function fix(ports: WritePorts, options: PlanOptions, how: ApplyOptions): Promise<ApplyReport> {
  return carryOut(ports, { kind: 'fix', plan: (asked) => plannedFixes(ports, asked), removes: false }, options, how);
}

async function examine(
  { system, surroundings }: ReadPorts,
  { hosts: named, root }: PlanOptions,
): Promise<{ readonly scene: Scene; readonly ambiguous: readonly DoctorRow[] }> {
  const { platform, cwd } = surroundings;
  const places = placesBelow(surroundings, root);
  const all: Examined[] = [];
  const ambiguous: DoctorRow[] = [];
  for (const host of named?.map((one) => hostNamed(one)) ?? hosts) {
    for (const scope of Object.keys(host.scopes) as Scope[]) {
      const request = { scope, platform, ...places, project: cwd, path: undefined };
      const located = locate(host, request, system);
      if ('severity' in located) {
        if (located.severity === 'error' || named !== undefined) ambiguous.push(ambiguousRow(host, scope, located));
        continue;
      }
      const isThere = system.stat(located.path) !== undefined;
      // A project's file counts where it is there: every folder could be one.
      if (!isThere && (scope === 'project' || (!located.present && named === undefined))) continue;
      // In the home directory a host's own file looks like a project's.
      if (all.some((one) => one.host === host && one.located.path === located.path)) continue;
      all.push({ host, scope, located, actual: await readPatiently(system, platform, located) });
    }
  }
  return { scene: { reader: system, surroundings, home: places.home, project: cwd, all }, ambiguous };
}

function ambiguousRow({ id, title }: Host, scope: Scope, finding: Finding): DoctorRow {
  const findings = [{ ...finding, target: id }];
  return { id, title, scope, path: undefined, state: 'ambiguous', candidates: [], servers: 0, findings };
}

/** Trailing commas go where the host takes strict JSON: the value stays the same, which is proved. */
async function plannedFixes(ports: ReadPorts, options: PlanOptions): Promise<Planned> {
  const { scene } = await examine(ports, options);
  const { owner } = await namedTargets(ports, options, []);
  const stores = storesHere(ports, owner);
  const targets = scene.all.flatMap((one) => {
    const bytes = one.actual.files[0]?.bytes;
    const before = fixed(one);
    if (before === undefined || bytes === undefined) return [];
    const target = { name: one.host.id, host: one.host, scope: one.scope, located: one.located };
    const of = restoredFile(ports.surroundings, target, one.located.path, stores);
    const what = 'takes commas away that the host does not understand';
    const undo = { of, entries: [], bytes, before, modeBefore: undefined, exact: true, what };
    return [undoTarget(ports.surroundings, stores, undo, options)];
  });
  return plannedTargets(ports, options, owner, stores, targets);
}

/** The bytes without trailing commas; undefined where there are none, or where that is not all that is wrong. */
function fixed(one: Examined): Uint8Array | undefined {
  const file = jsonText(one);
  const edits = file === undefined ? [] : withoutTrailingCommas(file.text);
  if (file === undefined || edits.length === 0) return undefined;
  const text = applyEdits(file.text, edits);
  const { json } = codecs;
  if (!equal(json.reread(text), json.reread(file.text))) return undefined;
  const bytes = one.actual.files[0]?.bytes;
  const mark = bytes !== undefined && bytes[0] === 0xef && bytes[1] === 0xbb ? '\uFEFF' : '';
  return encodeText(mark + text);
}
