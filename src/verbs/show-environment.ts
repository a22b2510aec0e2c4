// `env show`: one environment, what it gives and what uses it.

import type { EnvironmentDetails } from '../model/environment.ts';
import type { Shown } from '../model/plan.ts';
import { hasSecretWord, isSecretUrl } from '../secrets/sensitive.ts';
import { shown } from '../secrets/visibility.ts';
import { currentOf } from './environments.ts';
import { environmentNamed, environmentOf, load } from './load.ts';
import type { PlanOptions, ReadPorts } from './options.ts';

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
