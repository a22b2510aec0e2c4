// `env show`: one environment, what it gives and what uses it.

import type { Place } from '../model/finding.ts';
import type { Shown } from '../model/plan.ts';
import { isSecretUrl } from '../secrets/sensitive.ts';
import { hasSecretWord, shown } from '../secrets/visibility.ts';
import { currentOf } from './environments.ts';
import { environmentNamed, environmentOf, load } from './load.ts';
import type { PlanOptions, ReadPorts } from './options.ts';

export interface EnvironmentDetails {
  readonly name: string;
  readonly description: string | undefined;
  readonly manifest: string;
  readonly current: boolean;
  readonly servers: readonly {
    readonly name: string;
    readonly transport: string;
    /** The command and its arguments, or the address. */
    readonly runs: readonly Shown[];
    readonly place: Place;
  }[];
  /** Rules that take from it: from 1, or 0 for the implied one. */
  readonly rules: readonly { readonly index: number; readonly to: readonly string[] }[];
}

/** The current one where none is named. Throws HatchError `usage` for an unknown name. */
export async function showEnvironment(
  ports: ReadPorts,
  options: PlanOptions,
  asked?: string,
): Promise<EnvironmentDetails> {
  const loaded = await load(ports, options);
  const { overlaid, path } = loaded;
  const current = currentOf(ports, loaded, {});
  const name = asked ?? current ?? environmentOf(ports, loaded, undefined).name;
  const found = environmentNamed(loaded, name);
  const rules = overlaid.rules.filter(
    ({ environment, target }) => target === undefined && (environment ?? current) === name,
  );
  return {
    name,
    description: found.description,
    manifest: path,
    current: name === current,
    servers: [...found.servers.values()].map(({ name: server, server: neutral, place }) => ({
      name: server,
      transport: neutral.transport,
      runs:
        neutral.url === undefined
          ? [
              neutral.command ?? '',
              ...(shown(hasSecretWord(neutral.args ?? []), [...(neutral.args ?? [])]) as readonly Shown[]),
            ]
          : [shown(isSecretUrl(neutral.url), neutral.url)],
      place,
    })),
    rules: rules.map(({ index, to }) => ({ index, to })),
  };
}
