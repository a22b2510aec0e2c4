// `sync --save`: the one-off rule, appended to the manifest and applied.

import { splitMark } from '../formats/splice.ts';
import { editManifest, type ManifestEdit } from '../manifest/edit.ts';
import { codecOf } from '../manifest/parse.ts';
import { HatchError } from '../model/errors.ts';
import { equal, get, isArray, type JsonObject, object } from '../model/json.ts';
import type { Planned } from './carry-out.ts';
import { firstEnvironment, type ManifestToEdit, manifestToEdit } from './manifest-to-edit.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { plannedDraft } from './planned-draft.ts';
import type { SyncSource } from './sync-source.ts';

interface SavedRule {
  readonly source: SyncSource;
  /** As the rule says them. */
  readonly words: readonly string[];
  /** The targets that are written now. */
  readonly names: readonly string[];
  readonly mirror: boolean;
}

/** The manifest with the rule, and its plan for just what the rule gives. Throws HatchError as planning does; `usage` where the rule fits no manifest. */
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
  const draft = {
    manifest,
    text: withRule(manifest, rule),
    says: 'one more rule, which gives just this',
    targets: names,
    servers: source.servers,
  };
  try {
    return { planned: await plannedDraft(ports, options, draft), path: manifest.path };
  } catch (error) {
    if (!(error instanceof HatchError) || error.exit !== 'manifest-invalid') throw error;
    throw new HatchError('usage', `this sync cannot be a rule of ${manifest.path}`, {
      findings: error.findings,
      hint: 'nothing was written; without --save it is written once',
      cause: error,
    });
  }
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
