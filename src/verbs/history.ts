// `history`: runs, newest first.

import { listRuns } from '../apply/history.ts';
import type { Run } from '../apply/request.ts';
import { hatchHome } from '../state/records.ts';
import type { ReadPorts } from './options.ts';

export async function history(
  { system, surroundings }: ReadPorts,
  { limit }: { readonly limit?: number | undefined } = {},
): Promise<readonly Run[]> {
  return listRuns(system, hatchHome(surroundings), limit);
}
