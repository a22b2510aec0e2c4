// What stands on this machine, as the flags of a listing narrow it.

import type { Finding } from '../model/finding.ts';
import type { Inventory } from '../model/inventory.ts';
import { inventory } from '../verbs/inventory.ts';
import type { Call } from './call.ts';
import { planOptions } from './values.ts';

interface FoundHere {
  readonly found: Inventory;
  /** All of them, for `--json`. */
  readonly findings: readonly Finding[];
  readonly hosts: readonly string[] | undefined;
}

export async function foundHere(
  { ports, values }: Call,
  hosts: readonly string[] | undefined,
  servers?: readonly string[],
): Promise<FoundHere> {
  const { manifest, root, pattern } = planOptions(values);
  const found = await inventory(ports, { manifest, root, pattern, hosts, servers, from: values.text('env') });
  const findings = [
    ...found.findings,
    ...found.targets.flatMap(({ name, findings: own }) => own.map((finding) => ({ target: name, ...finding }))),
  ];
  return { found, findings, hosts };
}
