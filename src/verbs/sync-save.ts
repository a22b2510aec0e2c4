// `sync --save`: the one-off rule, appended to the manifest and applied.

import { splitMark } from '../formats/splice.ts';
import { editManifest, type ManifestEdit } from '../manifest/edit.ts';
import { codecOf } from '../manifest/parse.ts';
import { equal, get, isArray, type JsonObject, object } from '../model/json.ts';
import { assemblePlan } from '../plan/assemble.ts';
import type { Planned } from './carry-out.ts';
import {
  editFinding,
  firstEnvironment,
  type ManifestToEdit,
  manifestChange,
  manifestToEdit,
} from './manifest-to-edit.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';
import { ownerOf, readStates } from './read-states.ts';
import type { SyncSource } from './sync-source.ts';

interface SavedRule {
  readonly source: SyncSource;
  /** As the rule says them. */
  readonly words: readonly string[];
  /** The targets that are written now. */
  readonly names: readonly string[];
  readonly mirror: boolean;
}

/** The manifest with the rule, and its plan for just what the rule gives. Throws HatchError as planning does. */
export async function plannedRule(
  ports: ReadPorts,
  options: PlanOptions,
  { source, words, names, mirror }: SavedRule,
): Promise<{ readonly planned: Planned; readonly path: string }> {
  const manifest = await manifestToEdit(ports, options);
  const isHost = source.from.kind === 'host';
  const rule = object(
    [
      [isHost ? 'target' : 'environment', source.from.name] as const,
      ['to', [...words]] as const,
      ['servers', options.servers && [...options.servers]] as const,
      ['include', options.pattern] as const,
      ['mirror', mirror && isHost ? true : undefined] as const,
    ].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
  const text = withRule(manifest, rule);
  const draft = { path: manifest.path, text };
  const asked = { ...options, hosts: [...names] };
  const { states, loaded } = await readStates(ports, asked, draft);
  const targets = states.targets.filter(({ name, situation }) => situation === 'current' && names.includes(name));
  const take = names.flatMap((target) => source.servers.map((name) => `${target}/${name}`));
  const consents = consentsOf({ ...options, take: [...(options.take ?? []), ...take] });
  const noted = text === manifest.before ? [] : [editFinding(manifest, 'one more rule, which gives just this')];
  const homes = new Map(targets.map((target) => [target.name, target.home]));
  return {
    path: manifest.path,
    planned: {
      plan: assemblePlan({ ...states, targets, findings: [...states.findings, ...noted] }, consents),
      stores: states.stores,
      owner: ownerOf(loaded),
      contextOf: ({ name }) => ({
        reader: ports.system,
        surroundings: ports.surroundings,
        home: homes.get(name) ?? ports.surroundings.home,
        manifestDir: loaded.overlaid.folder,
      }),
      beside: text === manifest.before ? [] : [manifestChange(manifest.path, manifest.before, text)],
    },
  };
}

/** The same rule is not written twice. */
function withRule(manifest: ManifestToEdit, rule: JsonObject): string {
  const { value } = codecOf(manifest.path).read(splitMark(manifest.text).body);
  const rules = get(value, 'rules');
  const isThere = isArray(rules) && rules.some((one) => equal(one, rule));
  const edits: readonly ManifestEdit[] = [
    ...(manifest.before === undefined
      ? [{ kind: 'set-environment', name: firstEnvironment, environment: object([['servers', object([])]]) } as const]
      : []),
    ...(isThere ? [] : [{ kind: 'add-rule', rule } as const]),
  ];
  return editManifest(manifest, edits);
}
