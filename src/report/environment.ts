// One environment as a person reads it, and as a program does.

import type { EnvironmentDetails } from '../model/environment.ts';
import type { Json } from '../model/json.ts';
import type { Shown } from '../model/plan.ts';
import { columns } from './columns.ts';
import { tidy } from './json.ts';
import { masks, valueText } from './mask.ts';
import type { Look } from './paint.ts';
import { joinBlocks } from './text.ts';
import { visible } from './visible.ts';
import { pathText, placeText } from './where.ts';

export function renderEnvironment(view: EnvironmentDetails, look: Look): string {
  const { paint } = look;
  const shown = masks();
  const words = (runs: readonly Shown[]) =>
    runs.map((run) => shown.show(run)).map((run) => (typeof run === 'string' ? run : valueText(run)));
  const servers = view.servers.map(({ name, transport, runs, place }) => [
    paint(visible(name), 'bold'),
    transport,
    visible(words(runs).join(' ')),
    paint(placeText(place, look), 'dim'),
  ]);
  const rules = view.rules.map(({ index, to }) =>
    index === 0 && to.length === 0
      ? ['no rules and no targets: no host gets it yet']
      : [index === 0 ? 'no rules: to all' : `rule ${index}`, `→ ${to.map(visible).join(', ')}`],
  );
  const state = view.current ? paint('current', 'green') : '';
  return joinBlocks([
    [
      [paint(visible(view.name), 'bold', 'cyan'), state, paint(pathText(view.manifest, look), 'dim')]
        .filter((part) => part !== '')
        .join('  '),
      ...(view.description === undefined ? [] : [visible(view.description)]),
    ].join('\n'),
    servers.length === 0 ? 'No servers.' : columns(servers, '  ').join('\n'),
    rules.length === 0 ? 'No rule takes from it.' : columns(rules, '  ').join('\n'),
  ]);
}

export function environmentJson({ name, description, manifest, current, servers, rules }: EnvironmentDetails): Json {
  const shown = masks();
  return tidy({
    name,
    description,
    manifest,
    current,
    servers: servers.map(({ name: server, transport, runs, place }) => ({
      name: server,
      transport,
      runs: runs.map((run) => shown.show(run)),
      place: { ...place },
    })),
    rules: rules.map(({ index, to }) => ({ index, to: [...to] })),
  });
}
