// Which of the servers that hosts hold a manifest can say so that they stay just as they are: for `init`.

import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { parsePointer } from '../model/pointer.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { serversPlace } from '../state/actual.ts';
import type { FoundServers } from './found-servers.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { readStates } from './read-states.ts';

/** What one host holds; the target has the same name. */
export interface Holding extends FoundServers {
  readonly host: { readonly id: string };
}

interface Draft {
  readonly path: string;
  readonly text: string;
}

/** Says whether a server of a target is one of those meant. */
type Names = (target: string, server: string) => boolean;

/** That a server was left out of the manifest, since it would not stay as it is. */
export function notAdopted(target: string, server: string): Finding {
  return {
    code: 'not-adopted',
    severity: 'warning',
    message: 'cannot be said in the manifest so that the host keeps exactly what it has; it is left',
    target,
    server,
  };
}

/** The holdings without the servers that their draft would change or could not hold; those are findings instead. */
export async function sayable<Each extends Holding>(
  ports: ReadPorts,
  options: PlanOptions,
  given: readonly Each[],
  draftOf: (holdings: readonly Each[]) => Draft,
): Promise<readonly Each[]> {
  let holdings = given;
  for (;;) {
    const isUnfit = await unfitIn(ports, options, draftOf(holdings));
    const next = holdings.map((holding) => without(holding, (name) => isUnfit(holding.host.id, name)));
    if (next.every(({ servers }, i) => servers.length === holdings[i]?.servers.length)) return holdings;
    holdings = next;
  }
}

function without<Each extends Holding>(holding: Each, leaves: (name: string) => boolean): Each {
  const left = holding.servers.filter(({ name }) => leaves(name));
  if (left.length === 0) return holding;
  const servers = holding.servers.filter(({ name }) => !leaves(name));
  const names = new Set(left.map(({ name }) => name));
  const findings = holding.findings.filter(({ server }) => server === undefined || !names.has(server));
  return { ...holding, servers, findings: [...findings, ...left.map(({ name }) => notAdopted(holding.host.id, name))] };
}

async function unfitIn(ports: ReadPorts, options: PlanOptions, draft: Draft): Promise<Names> {
  try {
    const { states } = await readStates(ports, options, draft);
    const unfit = new Set(
      assemblePlan(states, consentsOf({})).targets.flatMap(({ name: target, entries }) =>
        entries
          .filter(
            ({ place, conflict, edit }) => place === serversPlace && (conflict !== undefined || edit !== undefined),
          )
          .map(({ name }) => JSON.stringify([target, name])),
      ),
    );
    return (target, name) => unfit.has(JSON.stringify([target, name]));
  } catch (error) {
    if (!(error instanceof HatchError) || error.exit !== 'manifest-invalid') throw error;
    const faults = error.findings.filter(({ severity, place }) => severity === 'error' && place?.file === draft.path);
    const names = new Set(faults.flatMap(({ place }) => serverAt(place?.pointer ?? '')));
    return (_, name) => names.has(name);
  }
}

/** The server that a pointer into a manifest leads to or through. */
function serverAt(pointer: string): readonly string[] {
  const [section, , servers, name] = parsePointer(pointer);
  return section === 'environments' && servers === 'servers' && name !== undefined ? [name] : [];
}
