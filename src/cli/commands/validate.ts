// `hatch validate`: checks a manifest, or the package in a folder; touches no host.

import { HatchError } from '../../model/errors.ts';
import { renderFindings } from '../../report/findings.ts';
import { folderJson, renderFolder } from '../../report/package-folder.ts';
import { joinBlocks } from '../../report/text.ts';
import { visible } from '../../report/visible.ts';
import { pathText } from '../../report/where.ts';
import { count } from '../../report/words.ts';
import { validate } from '../../verbs/validate.ts';
import { packageFolder, validatePackage } from '../../verbs/validate-package.ts';
import type { Call, Outcome } from '../call.ts';
import { formatOf, type Reviewed, reported } from '../formats.ts';
import { planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const format = formatOf(call, ['markdown', 'github', 'junit', 'sarif']);
  if (format === 'text' || format === 'json') return (await validated(call)).outcome;
  return reported(call, format, 'validate', () => validated(call));
}

async function validated(call: Call): Promise<Reviewed> {
  const { look, values, ports } = call;
  const [path] = call.arguments;
  if (path !== undefined && call.given.has('manifest')) {
    throw new HatchError('usage', 'give the manifest once: as PATH or with --manifest');
  }
  const folder = path === undefined ? undefined : packageFolder(ports, path);
  if (folder !== undefined) return ofPackage(call, folder);
  const options = planOptions(values);
  const found = await validate(ports, path === undefined ? options : { ...options, manifest: path });
  const { environments, targets } = found;
  const held = [
    `${count(environments.length, 'environment')} (${environments.map(visible).join(', ')})`,
    targets.length === 0 ? '' : `${count(targets.length, 'target')} (${targets.map(visible).join(', ')})`,
  ].filter((part) => part !== '');
  const said = `${look.paint('Valid:', 'bold', 'green')} ${pathText(found.path, look)}, ${held.join(', ')}.`;
  const { findings, path: manifest } = found;
  return {
    outcome: {
      exit: 'done',
      findings,
      result: () => ({ path: manifest, environments: [...environments], targets: [...targets] }),
      text: () => joinBlocks([renderFindings(findings, look), said]),
    },
    review: { command: 'validate', verdict: 'done', findings, manifest },
  };
}

function ofPackage({ ports, look }: Call, folder: string): Reviewed {
  const found = validatePackage(ports, folder);
  const { findings, file } = found;
  return {
    outcome: {
      exit: 'done',
      findings,
      result: () => ({ path: folder, package: folderJson(found) }),
      text: () => joinBlocks([renderFindings(findings, look), renderFolder(found, look)]),
    },
    review: { command: 'validate', verdict: 'done', findings, manifest: file },
  };
}
