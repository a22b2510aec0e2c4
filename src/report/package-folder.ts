// The package in a folder, as a person reads it: its names, how its server is started, and what it has to be given.

import type { Json } from '../model/json.ts';
import { columns } from './columns.ts';
import { tidy } from './json.ts';
import type { Look } from './paint.ts';
import { visible } from './visible.ts';
import { pathText } from './where.ts';

interface InputView {
  readonly name: string;
  readonly description: string | undefined;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
}

interface TransportView {
  readonly type: string;
  readonly url: string | undefined;
  readonly headers: readonly InputView[];
}

export type LaunchView =
  | {
      readonly kind: 'command';
      readonly command: string;
      readonly args: readonly string[];
      readonly environmentVariables: readonly InputView[];
      readonly settings: readonly InputView[];
    }
  | {
      readonly kind: 'package';
      readonly registryType: string;
      readonly identifier: string;
      readonly version: string | undefined;
      readonly environmentVariables: readonly InputView[];
      readonly transport: TransportView;
    }
  | { readonly kind: 'remote'; readonly transport: TransportView };

export interface FolderView {
  readonly folder: string;
  /** The file that describes it best. */
  readonly kind: string;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly description: string | undefined;
  readonly launches: readonly LaunchView[];
}

export function renderFolder(found: FolderView, look: Look): string {
  const { paint } = look;
  const title = [found.name, found.version].filter((part) => part !== undefined).map(visible);
  const said = `${paint('Valid:', 'bold', 'green')} ${title.join(' ')}, ${pathText(found.folder, look)} (${found.kind})`;
  const starts = found.launches.map((launch) => `  ${paint('·', 'cyan')} ${visible(launchText(launch))}`);
  const inputs = inputsOf(found).map(({ name, description, isRequired, isSecret }) => [
    visible(name),
    [isRequired ? 'required' : 'optional', ...(isSecret ? ['secret'] : [])].join(', '),
    visible(description ?? ''),
  ]);
  const needs = inputs.length === 0 ? [] : ['Is given:', ...columns(inputs, '  ')];
  return [said, 'Is started by:', ...starts, ...needs].join('\n');
}

function launchText(launch: LaunchView): string {
  if (launch.kind === 'command') return [launch.command, ...launch.args].join(' ').replaceAll('${__dirname}', '.');
  if (launch.kind === 'remote') return `${launch.transport.url} (${launch.transport.type})`;
  const version = launch.version === undefined ? '' : `@${launch.version}`;
  return `${launch.registryType}:${launch.identifier}${version}`;
}

/** Each name once: what several ways to start it have in common is one thing to be given. */
function inputsOf({ launches }: FolderView): readonly InputView[] {
  const all = launches.flatMap((launch) => {
    if (launch.kind === 'remote') return launch.transport.headers;
    return [
      ...launch.environmentVariables,
      ...(launch.kind === 'command' ? launch.settings : launch.transport.headers),
    ];
  });
  return all.filter(({ name }, i) => all.findIndex((one) => one.name === name) === i);
}

export function folderJson(found: FolderView): Json {
  const { kind, name, version, description } = found;
  return tidy({
    kind,
    name,
    version,
    description,
    starts: found.launches.map(launchText),
    inputs: inputsOf(found).map((input) =>
      tidy({
        name: input.name,
        description: input.description,
        required: input.isRequired,
        secret: input.isSecret,
      }),
    ),
  });
}
