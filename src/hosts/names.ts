// What a host's server may be called.

import type { Finding } from '../model/finding.ts';
import type { Host } from './host.ts';
import { anyName } from './presets.ts';

export function checkName(host: Host, name: string): readonly Finding[] {
  const { charset, reserved = [], longest } = host.names;
  const illegal = (message: string): readonly Finding[] => [
    { code: 'name-illegal', severity: 'error', message, hint: 'rename the server, or leave this target out by a rule' },
  ];
  if (reserved.includes(name)) {
    return [
      { code: 'name-reserved', severity: 'error', message: `${host.title} keeps the name \`${name}\` for itself` },
    ];
  }
  if (!charset.test(name)) return illegal(`\`${name}\` is no name that ${host.title} takes (${charset.source})`);
  if (longest !== undefined && name.length > longest) {
    return illegal(`\`${name}\` is longer than the ${longest} characters that ${host.title} takes`);
  }
  return [];
}

/** What names may be, in short: characters, length, words that are taken; empty where any will do. */
export function limitsOf({ names: { charset, longest, reserved = [] } }: Host): string {
  return [
    charset === anyName ? '' : charset.source,
    longest === undefined ? '' : `at most ${longest}`,
    reserved.length === 0 ? '' : `not ${reserved.join(', ')}`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}
