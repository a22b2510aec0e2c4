// All commands, each loaded only when it is the one called.

import type { Execute } from './call.ts';
import { run, type World } from './run.ts';

const implementations: Readonly<Record<string, () => Promise<{ readonly execute: Execute }>>> = {
  init: () => import('./commands/init.ts'),
  create: () => import('./commands/create.ts'),
  validate: () => import('./commands/validate.ts'),
  plan: () => import('./commands/plan.ts'),
  show: () => import('./commands/show.ts'),
  apply: () => import('./commands/apply.ts'),
  status: () => import('./commands/status.ts'),
  drift: () => import('./commands/drift.ts'),
  watch: () => import('./commands/watch.ts'),
  'drift accept': () => import('./commands/drift-accept.ts'),
  explain: () => import('./commands/explain.ts'),
  check: () => import('./commands/check.ts'),
  history: () => import('./commands/history.ts'),
  hosts: () => import('./commands/hosts.ts'),
  doctor: () => import('./commands/doctor.ts'),
  'list servers': () => import('./commands/list-servers.ts'),
  'list hosts': () => import('./commands/list-hosts.ts'),
  'show servers': () => import('./commands/show-servers.ts'),
  'show hosts': () => import('./commands/show-hosts.ts'),
  'discover servers': () => import('./commands/discover-servers.ts'),
  'discover hosts': () => import('./commands/discover-hosts.ts'),
  adopt: () => import('./commands/adopt.ts'),
  forget: () => import('./commands/forget.ts'),
  destroy: () => import('./commands/destroy.ts'),
  sync: () => import('./commands/sync.ts'),
  configure: () => import('./commands/configure.ts'),
  'remove server': () => import('./commands/remove-server.ts'),
  'remove host': () => import('./commands/remove-host.ts'),
  rollback: () => import('./commands/rollback.ts'),
  'backup create': () => import('./commands/backup-create.ts'),
  'backup list': () => import('./commands/backup-list.ts'),
  'backup restore': () => import('./commands/backup-restore.ts'),
  'backup clean': () => import('./commands/backup-clean.ts'),
  'env list': () => import('./commands/env-list.ts'),
  'env current': () => import('./commands/env-current.ts'),
  'env use': () => import('./commands/env-use.ts'),
  'env show': () => import('./commands/env-show.ts'),
  'env create': () => import('./commands/env-create.ts'),
  'env remove': () => import('./commands/env-remove.ts'),
  'package add': () => import('./commands/package-add.ts'),
  'package remove': () => import('./commands/package-remove.ts'),
  'package list': () => import('./commands/package-list.ts'),
  'package show': () => import('./commands/package-show.ts'),
  'package sync': () => import('./commands/package-sync.ts'),
  'package update': () => import('./commands/package-update.ts'),
  'package search': () => import('./commands/package-search.ts'),
  unlock: () => import('./commands/unlock.ts'),
  schema: () => import('./commands/schema.ts'),
  completion: () => import('./commands/completion.ts'),
};

/** Runs one command line (without the program's name) and gives the exit code. Never throws. */
export async function main(argv: readonly string[], world: World): Promise<number> {
  if (argv[0] === '__complete') return (await import('./complete.ts')).complete(argv.slice(1), world);
  return run(argv, world, async (command) => (await implementations[command]?.())?.execute);
}
