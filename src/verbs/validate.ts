// `validate`: everything that can be said of a manifest without looking at a host.

import type { Finding } from '../model/finding.ts';
import { load } from './load.ts';
import type { PlanOptions, ReadPorts } from './options.ts';

export interface ValidationReport {
  readonly path: string;
  readonly findings: readonly Finding[];
  readonly environments: readonly string[];
  readonly targets: readonly string[];
}

/** Throws HatchError `manifest-invalid` with every error. */
export async function validate(ports: ReadPorts, options: PlanOptions): Promise<ValidationReport> {
  const { path, overlaid, findings } = await load(ports, options);
  return { path, findings, environments: [...overlaid.environments.keys()], targets: [...overlaid.targets.keys()] };
}
