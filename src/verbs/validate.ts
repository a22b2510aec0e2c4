// `validate`: everything that can be said of a manifest without looking at a host.

import type { Finding } from '../model/finding.ts';
import type { Manifest } from '../model/manifest.ts';
import { invalid, load } from './load.ts';
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
  if (findings.some(({ severity }) => severity === 'error')) throw invalid(path, findings);
  return {
    path,
    findings: [...findings, ...packageFindings(overlaid)],
    environments: [...overlaid.environments.keys()],
    targets: [...overlaid.targets.keys()],
  };
}

/** What packages ask for and nobody gives: it stops these servers, not the manifest. Inherited, it is said once. */
function packageFindings({ environments }: Manifest): readonly Finding[] {
  const servers = [...environments.values()].flatMap((environment) => [...environment.servers.values()]);
  const found = servers.flatMap(({ name, findings = [] }) =>
    findings.map((finding): Finding => ({ ...finding, severity: 'warning', server: name })),
  );
  return [...new Map(found.map((finding) => [JSON.stringify(finding), finding])).values()];
}
