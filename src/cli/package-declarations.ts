// The commands about packages, as data.

import type { Group } from './declaration.ts';

export const packages: Group = {
  title: 'Packages',
  commands: [
    {
      path: ['package', 'add'],
      says: 'Add a server that comes from a package to an environment, and lock it',
      details: [
        'A package is a name in a registry (io.github.acme/weather@^1.4), npm:NAME@RANGE, pypi:NAME==VERSION,',
        'oci:IMAGE:TAG, or a folder (./weather) with a package.json, pyproject.toml, manifest.json or server.json.',
        'What it needs is asked for; a secret is written as a reference. No host is touched.',
      ],
      arguments: [{ name: 'PACKAGE', required: true }],
      flags: ['manifest', 'environment', 'name', 'with', 'auto-approve', 'lock-timeout'],
      examples: [
        ['package add npm:@modelcontextprotocol/server-everything', 'the newest version, locked'],
        ['package add io.github.acme/weather@^1.4 --name weather -e production', 'from a registry'],
        ["package add ./tools/notes --with 'directory=${home}/notes'", 'a folder of this repository'],
      ],
    },
    {
      path: ['package', 'remove'],
      says: 'Take servers that come from packages out of an environment',
      arguments: [
        { name: 'NAME', required: true },
        { name: 'NAME', rest: true },
      ],
      flags: ['manifest', 'environment', 'lock-timeout'],
      examples: [
        ['package remove weather', 'from the current environment; the next apply takes it off the hosts'],
        ['package remove weather news -e staging', 'two of another environment'],
      ],
    },
    {
      path: ['package', 'list'],
      says: 'List the packages of the manifest, and what is locked',
      flags: ['manifest', 'environment', 'outdated'],
      examples: [
        ['package list', 'every environment, the current one marked; asks no network'],
        ['package list --outdated', 'with what an update would lock'],
      ],
    },
    {
      path: ['package', 'show'],
      says: 'Show what a package is, how it is started, and what it asks for',
      arguments: [{ name: 'NAME', required: true }],
      flags: ['manifest', 'environment'],
      examples: [
        ['package show weather', 'one of the manifest, as it is locked'],
        ['package show io.github.acme/weather', 'one that could be added'],
      ],
    },
    {
      path: ['package', 'sync'],
      says: 'Lock what is not locked yet, and drop what nobody uses',
      arguments: [{ name: 'NAME', rest: true }],
      flags: ['manifest', 'frozen', 'lock-timeout'],
      examples: [
        ['package sync', 'after the manifest was edited by hand'],
        ['package sync --frozen', 'for CI: exit 5 where somebody forgot to'],
      ],
    },
    {
      path: ['package', 'update'],
      says: 'Look packages up again, show old and new, ask, and lock the new',
      arguments: [{ name: 'NAME', rest: true }],
      flags: ['manifest', 'auto-approve', 'lock-timeout'],
      examples: [
        ['package update', 'all of them, within their ranges'],
        ['package update weather', 'one of them'],
      ],
    },
    {
      path: ['package', 'search'],
      says: 'Search the registries',
      arguments: [{ name: 'TEXT', required: true }],
      flags: ['manifest', 'limit'],
      means: { limit: ['NUMBER', 'how many (default: 20)'] },
      examples: [
        ['package search weather', 'servers whose name holds that'],
        ['package search weather --limit 5 --json', 'a few, for a program to read'],
      ],
    },
  ],
};
