// A plan as a person reads it: grouped by target, a sign and colour per entry, and a closing count.

import type { EntryPlan, Plan, TargetPlan } from '../model/plan.ts';
import { hasChanges } from '../model/plan.ts';
import { entryLines, isShown, type Page } from './entry.ts';
import { findingLines, renderFindings } from './findings.ts';
import { masks } from './mask.ts';
import type { Look } from './paint.ts';
import { sortedEntries, sortedTargets } from './view.ts';
import { visible } from './visible.ts';
import { pathText } from './where.ts';
import { count, stateWords, targetRemarks } from './words.ts';

/** The whole plan; ends without a line feed. `title` stands where the plan is not made from a manifest. */
export function renderPlan(plan: Plan, look: Look, title = planTitle(plan, look)): string {
  const page: Page = { look, masks: masks(), environment: plan.environment?.name };
  const blocks = sortedTargets(plan).map((target) => targetBlock(target, target.entries.filter(isShown), page));
  return joinBlocks([title, ...blocks, renderFindings(plan.findings, look), closing(plan, look)]);
}

/** Whose plan it is, for which environment and why that one, and where the manifest lies. */
function planTitle(plan: Plan, look: Look): string {
  if (plan.title !== undefined) return look.paint(visible(plan.title), 'bold');
  const { environment } = plan;
  const parts = [
    look.paint(visible(plan.owner), 'bold'),
    environment === undefined
      ? ''
      : `environment ${look.paint(visible(environment.name), 'bold')} ${look.paint(`(${visible(environment.from)})`, 'dim')}`,
    plan.manifest === undefined ? '' : look.paint(pathText(plan.manifest, look), 'dim'),
  ];
  return parts.filter((part) => part !== '').join('  ');
}

/** A target's heading, its findings and the given ones of its entries; empty where there is nothing to be said. */
export function targetBlock(target: TargetPlan, entries: readonly EntryPlan[], page: Page): string {
  const { look } = page;
  const { paint } = look;
  const isWhole = target.files.some(({ restore }) => restore !== undefined);
  if (entries.length === 0 && target.findings.length === 0 && target.state !== 'absent' && !isWhole) return '';
  const file = target.files.length === 1 ? target.files[0] : undefined;
  const title = `${visible(target.title)}, ${target.scope}`;
  const heading = [
    paint(visible(target.name), 'bold', 'cyan'),
    paint(file === undefined ? title : `${title}  ${pathText(file.path, look)}`, 'dim'),
    paint(stateWords[target.state], 'yellow'),
  ];
  return [
    heading.filter((part) => part !== '').join('  '),
    ...targetRemarks(target).map((remark) => `  ${paint(visible(remark), 'yellow')}`),
    ...target.findings.flatMap((finding) => findingLines(finding, look, true)).map((line) => `  ${line}`),
    ...sortedEntries(entries).flatMap((entry) => [
      ...(file === undefined ? target.files.slice(entry.file, entry.file + 1) : []).map((one) =>
        paint(`  ${pathText(one.path, look)}`, 'dim'),
      ),
      ...entryLines(target, entry, page),
    ]),
  ].join('\n');
}

/** `Plan: 3 to add, 1 to change, 2 to remove, 1 drifted, 1 conflict.`, what else there is, and the digest. */
function closing(plan: Plan, look: Look): string {
  const { counts } = plan;
  const { paint } = look;
  const changes = [
    paint(`${counts.add} to add`, ...(counts.add > 0 ? (['green'] as const) : [])),
    paint(`${counts.update} to change`, ...(counts.update > 0 ? (['yellow'] as const) : [])),
    paint(`${counts.remove} to remove`, ...(counts.remove > 0 ? (['red'] as const) : [])),
    ...(counts.drift > 0 ? [paint(`${counts.drift} drifted`, 'cyan')] : []),
    ...(counts.conflicts > 0 ? [paint(count(counts.conflicts, 'conflict'), 'magenta', 'bold')] : []),
  ];
  const whole = plan.targets.filter(
    ({ files, entries }) => files.some(({ restore }) => restore) && !entries.some(({ edit }) => edit !== undefined),
  ).length;
  if (whole > 0) changes.push(paint(`${count(whole, 'file')} as a whole`, 'yellow'));
  const quiet = !hasChanges(plan) && counts.conflicts === 0 && counts.drift === 0;
  const first = quiet ? paint('No changes.', 'bold', 'green') : `${paint('Plan:', 'bold')} ${changes.join(', ')}.`;
  return [
    [first, paint(restText(plan), 'dim')].filter((part) => part !== '').join(' '),
    partialText(plan),
    hasChanges(plan) ? paint(`Digest: ${plan.digest}`, 'dim') : '',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** What the plan leaves as it is, in numbers. */
function restText({ counts }: Plan): string {
  const parts = [
    counts.inSync > 0 ? `${counts.inSync} as wanted` : '',
    counts.recorded > 0 ? `${counts.recorded} only to be recorded` : '',
    counts.unmanaged > 0 ? `${counts.unmanaged} not managed` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

function partialText({ filters, partial }: Plan): string {
  if (!partial) return '';
  const flags = [
    ...(filters.hosts === undefined ? [] : [`--host ${filters.hosts.join(',')}`]),
    ...(filters.servers === undefined ? [] : [`--servers ${filters.servers.join(',')}`]),
    ...(filters.pattern === undefined ? [] : [`--pattern ${filters.pattern}`]),
  ];
  return `Partial (${visible(flags.join(' '))}): what is left out is neither changed nor pruned.`;
}

/** Blocks with an empty line between them. */
export function joinBlocks(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}
