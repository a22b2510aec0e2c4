// Which environment is the current one, and who said so.

import { HatchError } from '../model/errors.ts';
import type { Manifest } from '../model/manifest.ts';
import { suggestion } from './problem.ts';

/** Where the choice comes from, the strongest first. */
export type ChosenBy = 'flag' | 'variable' | 'stored' | 'manifest' | 'only';

export interface Choices {
  /** `--environment`. */
  readonly flag?: string | undefined;
  /** `HATCH_ENVIRONMENT`. */
  readonly variable?: string | undefined;
  /** `hatch env use`. */
  readonly stored?: string | undefined;
}

/** How to say where a choice comes from. */
export const chosenBy: Readonly<Record<ChosenBy, string>> = {
  flag: '--environment',
  variable: 'HATCH_ENVIRONMENT',
  stored: '`hatch env use`',
  manifest: '`environment:` in the manifest',
  only: 'the only one there is',
};

/** Throws HatchError (`usage`) where nothing chooses, or what chooses names none that can be used. */
export function chooseEnvironment(
  manifest: Pick<Manifest, 'environment' | 'environments'>,
  choices: Choices,
): { readonly name: string; readonly from: ChosenBy } {
  const names = [...manifest.environments.keys()];
  const only = names.length === 1 ? names[0] : undefined;
  const asked: readonly (readonly [ChosenBy, string | undefined])[] = [
    ['flag', choices.flag],
    ['variable', choices.variable],
    ['stored', choices.stored],
    ['manifest', manifest.environment],
    ['only', only],
  ];
  const all =
    names.length === 0 ? 'the manifest has none' : `there are ${names.map((name) => `\`${name}\``).join(', ')}`;
  const [from, name] = asked.find(([, name]) => name !== undefined && name !== '') ?? [];
  if (from === undefined || name === undefined) {
    const hint = names.length === 0 ? 'add one under `environments:`' : '`--environment NAME`, or `hatch env use NAME`';
    throw new HatchError('usage', `no environment is chosen: ${all}`, { hint });
  }
  if (manifest.environments.has(name)) return { name, from };
  const hint = suggestion(name, names) ?? (from === 'stored' ? 'choose again with `hatch env use NAME`' : undefined);
  const by = from === 'flag' ? '' : `, which ${chosenBy[from]} chooses`;
  throw new HatchError('usage', `there is no environment \`${name}\`${by}`, { hint: hint ?? all });
}
