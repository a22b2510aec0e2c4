// What the schema cannot say: rules across the manifest, each a small function that finds one kind of fault.

import type { Finding } from '../model/finding.ts';
import type { ManifestRule, RuleContext } from './rule.ts';
import * as names from './rules-names.ts';
import { literalCredentials } from './rules-secrets.ts';
import * as servers from './rules-servers.ts';
import * as targets from './rules-targets.ts';

const rules: readonly ManifestRule[] = [
  names.unknownEnvironments,
  names.extendsCycles,
  names.unknownHosts,
  names.unknownTargets,
  names.takenNames,
  names.unknownServers,
  names.badPatterns,
  names.noTargets,
  names.ruleSources,
  targets.targetConflicts,
  targets.targetPaths,
  targets.moves,
  servers.serverKinds,
  servers.badReferences,
  servers.incomplete,
  literalCredentials,
  servers.removesNothing,
];

/** All faults; what several environments inherit is found once. */
export function checkRules(context: RuleContext): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const rule of rules) {
    for (const finding of rule(context))
      found.set(JSON.stringify([finding.code, finding.place, finding.message]), finding);
  }
  return [...found.values()];
}
