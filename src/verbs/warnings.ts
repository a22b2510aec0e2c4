// What a person should hear about a whole run, although it stops nothing.

import type { Finding } from '../model/finding.ts';
import { serversPlace } from '../state/actual.ts';
import type { TargetStates } from '../state/states.ts';
import type { ResolvedTarget } from '../state/targets.ts';
import { variable } from '../system/paths.ts';
import type { Surroundings } from '../system/system.ts';
import type { Loaded } from './load.ts';
import type { PlanOptions } from './options.ts';

/** A pattern may be meant for what is not there yet; but mostly it has a mistake in it. */
export function patternFindings(
  { overlaid }: Loaded,
  targets: readonly TargetStates[],
  { pattern }: PlanOptions,
  passes: (name: string) => boolean,
): readonly Finding[] {
  if (pattern === undefined) return [];
  const names = [
    ...[...overlaid.environments.values()].flatMap(({ servers }) => [...servers.keys()]),
    ...targets.flatMap(({ actual, records }) => [
      ...(actual.places.get(serversPlace)?.keys() ?? []),
      ...Object.keys(records.get(serversPlace)?.entries ?? {}),
    ]),
  ];
  if (names.some(passes)) return [];
  return [{ code: 'selects-nothing', severity: 'warning', message: `the pattern \`${pattern}\` selects no server` }];
}

/** On a runner that is thrown away, what is recorded about the machine's own files is gone with it. */
export function runnerFindings(
  surroundings: Surroundings,
  { repository }: Loaded,
  targets: readonly ResolvedTarget[],
): readonly Finding[] {
  const isThrownAway = variable(surroundings, 'CI') !== undefined && variable(surroundings, 'HATCH_HOME') === undefined;
  if (!isThrownAway || repository === undefined) return [];
  return targets
    .filter(({ portable }) => !portable)
    .map(({ name }) => ({
      code: 'no-lasting-home',
      severity: 'warning',
      message: `${name} lies outside the checkout, and this runner forgets what was applied to it`,
      hint: 'apply it on its own machine, or set HATCH_HOME to a folder that lasts',
      target: name,
    }));
}
