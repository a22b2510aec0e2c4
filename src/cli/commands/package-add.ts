// `hatch package add`: a server that comes from a package, in the manifest and its lock.

import { renderFindings } from '../../report/findings.ts';
import { tidy } from '../../report/json.ts';
import { packageJson } from '../../report/packages.ts';
import { joinBlocks } from '../../report/text.ts';
import { visible } from '../../report/visible.ts';
import { pathText } from '../../report/where.ts';
import { type AddReport, addPackage, type PackageQuestions } from '../../verbs/package-add.ts';
import type { Call, Outcome } from '../call.ts';
import { askValueOf } from '../value-question.ts';
import { applyOptions, planOptions } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { ports, values } = call;
  const report = await addPackage(
    ports,
    planOptions(values),
    { reference: call.arguments[0] ?? '', name: values.text('name'), values: values.pairs('with') },
    questionsOf(call),
    applyOptions(call),
  );
  const { server, environment, manifest, isNew, entry, notes, findings } = report;
  return {
    exit: 'done',
    findings,
    result: () =>
      tidy({ server, environment, manifest, created: isNew, package: packageJson(entry), notes: [...notes] }),
    text: () => textOf(call, report),
  };
}

function textOf(
  { look }: Call,
  { server, environment, manifest, isNew, entry, notes, findings, reachesNone }: AddReport,
): string {
  const { paint } = look;
  const version = entry.version === undefined ? '' : ` (${visible(entry.version)})`;
  const lines = [
    ...(isNew ? [`${paint('New:', 'bold', 'green')} ${pathText(manifest, look)}, the personal manifest.`] : []),
    `${paint('Added:', 'bold', 'green')} ${visible(server)} to ${visible(environment)}, from ${visible(entry.reference)}${version}; no host was touched.`,
    ...(entry.unpinned === undefined ? [] : [`${paint('Not pinned:', 'yellow')} ${visible(entry.unpinned)}.`]),
    ...notes.map((note) => `${paint('Note:', 'yellow')} ${visible(note)}.`),
  ];
  const open = findings.length > 0 ? 'give what is missing in the manifest, then ' : '';
  const next = reachesNone ? `hatch mcp sync --from-env ${visible(environment)} --to-host HOST --save` : 'hatch plan';
  return joinBlocks([lines.join('\n'), renderFindings(findings, look), `Next: ${open}${next}`]);
}

/** Questions to a person; undefined where nobody can answer. */
function questionsOf(call: Call): PackageQuestions | undefined {
  const { ask } = call;
  const value = askValueOf(call);
  if (ask === undefined || value === undefined) return undefined;
  return {
    isMeant: ({ name, description }) =>
      ask(`Do you mean ${visible(name)}${description === undefined ? '' : ` (${visible(description)})`}?`),
    value,
  };
}
