// The plan of a manifest that a command edits, for just the servers and targets that the command names.

import type { EntryPlan } from '../model/plan.ts';
import { onceOwner } from '../model/record.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { decide } from '../plan/decide.ts';
import type { EntryStates } from '../plan/entry-states.ts';

import type { Planned } from './carry-out.ts';
import { editFinding, type ManifestToEdit, manifestChange } from './manifest-to-edit.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { ownerOf, readStates } from './read-states.ts';

export interface Draft {
  readonly manifest: ManifestToEdit;
  /** The manifest's text as it is to be. */
  readonly text: string;
  /** What the edit does, in words. */
  readonly says: string;
  /** The targets that are written now, by their exact names. */
  readonly targets: readonly string[];
  readonly servers: readonly string[];
}

/**
 * All that the edited manifest gives of these servers to these targets, and the manifest itself beside it. Naming them is
 * the consent to take what no manifest manages. Throws HatchError as planning does.
 */
export async function plannedDraft(ports: ReadPorts, options: PlanOptions, draft: Draft): Promise<Planned> {
  const { manifest, text, says } = draft;
  const { states, loaded } = await readStates(
    ports,
    { ...options, hosts: [...draft.targets] },
    { path: manifest.path, text },
  );
  const targets = states.targets.filter(
    ({ name, situation }) => situation === 'current' && draft.targets.includes(name),
  );
  const isEdited = text !== manifest.before;
  const findings = isEdited ? [...states.findings, editFinding(manifest, says)] : states.findings;
  const homes = new Map(targets.map((target) => [target.name, target.home]));
  const take = (states: EntryStates) => takingNamed(states, draft.servers);
  return {
    plan: assemblePlan({ ...states, targets, findings }, consentsOf(options), take),
    stores: states.stores,
    owner: ownerOf(loaded),
    contextOf: ({ name }) => ({
      reader: ports.system,
      surroundings: ports.surroundings,
      home: homes.get(name) ?? ports.surroundings.home,
      manifestDir: loaded.overlaid.folder,
    }),
    beside: isEdited ? [manifestChange(manifest.path, manifest.before, text)] : [],
  };
}

/** What another manifest manages is still asked about, and what a person said for an entry counts first. */
function takingNamed(states: EntryStates, servers: readonly string[]): EntryPlan | undefined {
  const { other, consent, name } = states;
  const isAnothers = other?.conflicts === true && other.owner !== onceOwner;
  if (isAnothers || consent.answer !== undefined || !servers.includes(name)) return decide(states);
  return decide({ ...states, consent: { ...consent, answer: 'take' } });
}
