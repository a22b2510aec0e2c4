// The commands that start servers, or make them, as data.

import type { Group } from './declaration.ts';
import { what } from './flags.ts';

export const servers: Group = {
  title: 'Servers',
  commands: [
    {
      path: ['check'],
      says: 'Start each server as its host would, speak to it, and say what came of it',
      details: [
        'Does a real `initialize` and `tools/list` over stdio, streamable HTTP or SSE, and leaves no process behind.',
        'SERVER is one of the current environment; TARGET/SERVER, or --host, is what that host would make of it.',
        'Exit code 1 if one does not work.',
      ],
      arguments: [{ name: 'TARGET/SERVER', rest: true }],
      flags: [...what, 'as-host', 'timeout', 'jobs'],
      means: { timeout: ['TIME', 'how long each may take (default: 30s)'] },
      examples: [
        ['check', 'every server of the current environment'],
        ['check github --timeout 2m', 'one of them, with more time for a first download'],
        ['check --host cursor --as-host', 'as Cursor finds them when it is started from the desktop'],
        ['check --json', 'for a program to read'],
      ],
    },
    {
      path: ['create'],
      says: 'Write a small working server package; never over anything',
      details: [
        'NAME is a folder that is not there yet, and the name of the package.',
        'typescript: one module that runs as it is, its types checked by TypeScript; python: a package for uv that needs no other.',
      ],
      arguments: [{ name: 'NAME', required: true }],
      flags: ['language'],
      examples: [
        ['create weather-toolkit', 'for Node, with types'],
        ['create weather-toolkit --language python', 'for Python'],
      ],
    },
  ],
};
