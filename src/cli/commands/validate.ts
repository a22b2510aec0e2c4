// `hatch validate`: checks a manifest; touches no host.

import { HatchError } from '../../model/errors.ts';
import { renderFindings } from '../../report/findings.ts';
import { joinBlocks } from '../../report/text.ts';
import { visible } from '../../report/visible.ts';
import { pathText } from '../../report/where.ts';
import { count } from '../../report/words.ts';
import { validate } from '../../verbs/validate.ts';
import type { Call, Outcome } from '../call.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { look, values, ports } = call;
  const [path] = call.arguments;
  if (path !== undefined && call.given.has('manifest')) {
    throw new HatchError('usage', 'give the manifest once: as PATH or with --manifest');
  }
  const options = planOptions(values);
  const found = await validate(ports, path === undefined ? options : { ...options, manifest: path });
  const { environments, targets } = found;
  const held = [
    `${count(environments.length, 'environment')} (${environments.map(visible).join(', ')})`,
    targets.length === 0 ? '' : `${count(targets.length, 'target')} (${targets.map(visible).join(', ')})`,
  ].filter((part) => part !== '');
  const said = `${look.paint('Valid:', 'bold', 'green')} ${pathText(found.path, look)}, ${held.join(', ')}.`;
  return {
    exit: 'done',
    findings: found.findings,
    result: () => ({ path: found.path, environments: [...environments], targets: [...targets] }),
    text: () => joinBlocks([renderFindings(found.findings, look), said]),
  };
}
