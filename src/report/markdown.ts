// A plan, a comparison or the findings of a manifest as one comment on a pull request: what a reviewer must see stands
// first and open, the rest in a fold for each target.

import type { ExitName } from '../model/errors.ts';
import { type Finding, sortFindings } from '../model/finding.ts';
import { type EntryPlan, hasChanges, openConflicts, type Plan, type TargetPlan } from '../model/plan.ts';
import { applyCommand } from './command-line.ts';
import { differenceLines } from './difference.ts';
import { answersTo, isShown } from './entry.ts';
import { subjectOf } from './findings.ts';
import { fit, type Left, type Piece } from './fit.ts';
import { code, fenced, inHtml, prose } from './markdown-text.ts';
import { type Masks, masks } from './mask.ts';
import { type Desk, pathInRoot, type Review } from './review.ts';
import { entryName, hasDrifted, isUnmanaged } from './status.ts';
import { sortedEntries, sortedTargets } from './view.ts';
import { placeText } from './where.ts';
import { count, headline, stateWords, targetRemarks } from './words.ts';

/** What is kept longest has the highest. */
const weights = {
  note: 1,
  difference: 2,
  warning: 3,
  target: 4,
  error: 5,
  explanation: 6,
  removal: 7,
  conflict: 8,
} as const;

/** One comment that a bot finds again by its first line, within the limit of the desk. */
export function markdown(review: Review, desk: Desk): string {
  const head = [marker(review, desk), `### ${title(review)}`, verdictText(review), errorText(review)];
  const pieces: readonly Piece[] = [
    ...head.filter((text) => text !== '').map((text): Piece => ({ text: `${text}\n` })),
    ...(review.plan === undefined ? [] : planPieces(review, review.plan, desk)),
    ...findingPieces(review, desk),
  ];
  const end = closing(review, desk);
  const room = desk.limit - Buffer.byteLength(end) - 2;
  const { texts, said } = fit(pieces, room, leftText);
  return `${[...texts, ...[said, end].filter((text) => text !== '')].join('\n').trimEnd()}\n`;
}

/**
 * A comment for each manifest, each environment that is asked for, and each kind: known before anything is read, so that
 * it is the same where nothing can be planned. Not HTML where a forge would show it.
 */
function marker({ command, plan, manifest, asked = '' }: Review, { root, hasFolds }: Desk): string {
  const path = manifest === undefined ? plan?.owner : (pathInRoot(manifest, root) ?? plan?.owner);
  const words = ['hatch-mcp', command, path ?? 'hatch.mcp.yaml', asked];
  // Two dashes would end it.
  const plain = words
    .filter((word) => word !== '')
    .map((word) => encodeURIComponent(word).replace(/--+|[()'"!]/g, '_'));
  return hasFolds ? `<!-- ${plain.join(' ')} -->` : `[//]: # (${plain.join(' ')})`;
}

function title({ command, plan, manifest }: Review): string {
  const what = { plan: 'Plan', drift: 'Drift', validate: 'Manifest' }[command];
  const names = plan === undefined ? [] : [plan.owner, plan.environment?.name ?? ''];
  const shown = names.filter((name) => name !== '').map(code);
  const file = /[^/\\]*$/.exec(manifest ?? '')?.[0] ?? '';
  return `${what}${shown.length > 0 ? ` of ${shown.join(', ')}` : file === '' ? '' : ` ${code(file)}`}`;
}

const verdicts: Readonly<Partial<Record<ExitName, string>>> = {
  done: '✅ Nothing to do.',
  pending: '📝 Ready to apply.',
  conflicts: '🛑 A conflict needs a decision.',
  refused: '🛑 An unattended apply would be refused.',
  unresolved: '🛑 A reference has no value here.',
  'manifest-invalid': '🛑 The manifest is not valid.',
};

const driftVerdicts: typeof verdicts = { done: '✅ No drift.', pending: '⚠️ Changed by others since the last apply.' };
const manifestVerdicts: typeof verdicts = { done: '✅ The manifest is valid.' };
const ownVerdicts = { plan: verdicts, drift: driftVerdicts, validate: manifestVerdicts } as const;

function verdictText({ command, verdict, plan }: Review): string {
  if (command === 'drift' && plan !== undefined && isUnmanaged(plan)) return '**Nothing is managed here yet.**';
  const words = ownVerdicts[command][verdict] ?? verdicts[verdict] ?? '🛑 This cannot go on.';
  if (plan === undefined) return `**${words}**`;
  return `**${words}** ${command === 'drift' ? driftCounts(plan) : counts(plan)}`;
}

function counts({ counts: { add, update, remove, drift, conflicts, inSync, unmanaged }, partial }: Plan): string {
  const parts = [
    `${add} to add, ${update} to change, ${remove > 0 ? `**${remove} to remove**` : '0 to remove'}`,
    drift > 0 ? `${drift} drifted` : '',
    conflicts > 0 ? `**${count(conflicts, 'conflict')}**` : '',
    inSync > 0 ? `${inSync} as wanted` : '',
    unmanaged > 0 ? `${unmanaged} not managed` : '',
    partial ? 'partial: what the flags leave out is neither changed nor pruned' : '',
  ];
  return `${parts.filter((part) => part !== '').join(', ')}.`;
}

function driftCounts(plan: Plan): string {
  const drifted = plan.targets.flatMap(({ entries }) => entries.filter(hasDrifted));
  return `${drifted.length} of ${count(plan.owned.before, 'managed entry', 'managed entries')}.`;
}

function errorText({ error }: Review): string {
  if (error === undefined) return '';
  return [prose(error.message), ...(error.hint === undefined ? [] : [`→ ${prose(error.hint)}`])].join('\n\n');
}

function planPieces(review: Review, plan: Plan, desk: Desk): readonly Piece[] {
  const looksBack = review.command === 'drift';
  const shown = masks();
  const open = openConflicts(plan);
  const removed = sortedTargets(plan).flatMap((target) =>
    sortedEntries(target.entries)
      .filter(
        ({ edit, conflict, answer }) => edit?.kind === 'remove' && (conflict === undefined || answer !== undefined),
      )
      .map((entry) => ({ target, entry })),
  );
  return [
    ...section(
      'Conflicts',
      open.map(({ target, entry }) => [entryName(target, entry), conflictText(target, entry)]),
      weights.conflict,
      ['conflict', 'conflicts'],
    ),
    ...section(
      'Removed',
      removed.map(({ target, entry }) => [entryName(target, entry), removalText(entry)]),
      weights.removal,
      ['removal', 'removals'],
    ),
    ...sortedTargets(plan).flatMap((target) => targetPieces(target, shown, desk, looksBack)),
  ];
}

/** A line for each; the names stay after all that is said about them. A heading stays as long as anything below it may. */
function section(
  heading: string,
  lines: readonly (readonly [name: string, text: string])[],
  weight: number,
  called: readonly [string, string],
): readonly Piece[] {
  if (lines.length === 0) return [];
  return [
    { text: `#### ${heading} (${lines.length})\n` },
    ...lines.map(([name, text]): Piece => {
      const instead: Piece = { text: `- ${code(name)}`, weight, called };
      if (text === '') return instead;
      const full = `${instead.text}${text}`;
      return { text: full, weight: weights.explanation, called: ['explanation', 'explanations'], instead };
    }),
    { text: '' },
  ];
}

function conflictText(target: TargetPlan, entry: EntryPlan): string {
  const answers = answersTo(target, entry).map(([flags, meaning]) => `${code(flags)} ${meaning}`);
  return `: ${prose(headline(entry).replace(/^conflict: /, ''))} (${answers.join(', or ')})`;
}

function removalText(entry: EntryPlan): string {
  const why = entry.reason.note === undefined ? '' : `: ${prose(entry.reason.note)}`;
  const along =
    entry.foreign.length === 0
      ? ''
      : `; set by others, and goes along: ${entry.foreign.slice(0, 8).map(code).join(', ')}`;
  return `${why}${along}`;
}

function targetPieces(target: TargetPlan, shown: Masks, desk: Desk, looksBack: boolean): readonly Piece[] {
  const entries = sortedEntries(target.entries).filter(looksBack ? hasDrifted : isShown);
  const remarks = [looksBack ? '' : stateWords[target.state], ...targetRemarks(target)].filter((text) => text !== '');
  if (entries.length === 0 && remarks.length === 0) return [];
  const number = count(
    entries.length,
    looksBack ? 'entry drifted' : 'entry',
    looksBack ? 'entries drifted' : 'entries',
  );
  const heading = [target.name, `${target.title}, ${target.scope}`, number, ...remarks];
  const lines = entries.flatMap((entry) => differenceLines(entry, shown, looksBack));
  const body = lines.length === 0 ? '' : `\n${fenced('diff', lines)}\n`;
  const words = heading.slice(1);
  const line = `- **${prose(target.name)}** · ${words.map(prose).join(' · ')}`;
  const instead: Piece = { text: line, weight: weights.target, called: ['target', 'targets'] };
  if (body === '') return [instead];
  const text = desk.hasFolds
    ? `<details><summary><b>${inHtml(target.name)}</b> · ${words.map(inHtml).join(' · ')}</summary>\n${body}\n</details>\n`
    : `#### ${heading.map(prose).join(' · ')}\n${body}`;
  return [{ text, weight: weights.difference, called: ['difference', 'differences'], instead }];
}

function findingPieces({ findings }: Review, desk: Desk): readonly Piece[] {
  const sorted = sortFindings(findings);
  if (sorted.length === 0) return [];
  return [
    { text: '#### Findings\n' },
    ...sorted.map((finding): Piece => {
      const { severity } = finding;
      return { text: findingLine(finding, desk), weight: weights[severity], called: [severity, `${severity}s`] };
    }),
    { text: '' },
  ];
}

function findingLine(finding: Finding, desk: Desk): string {
  const { code: id, severity, message, hint, place } = finding;
  const where = place === undefined ? '' : placeText(place, { cwd: desk.root, home: desk.look.home });
  const start = [where, subjectOf(finding)].filter((text) => text !== '').map(code);
  const said = `${[`**${severity}**`, ...start].join(' ')}: ${prose(message)} (${code(id)})`;
  return `- ${said}${hint === undefined ? '' : `  \n  → ${prose(hint)}`}`;
}

function leftText(left: Left): string {
  const parts = left.map(([[singular, plural], number]) => count(number, singular, plural));
  return `> Left out, since a comment has a limit: ${parts.join(', ')}. The run's log has all of it.\n`;
}

const longestCommand = 4000;

/** The digest, and what approves it, where nothing else is to be done first. */
function closing({ command, verdict, plan, inputs }: Review, desk: Desk): string {
  if (command !== 'plan' || plan === undefined || !hasChanges(plan)) return '';
  if (verdict !== 'pending' && verdict !== 'refused') return '';
  const line = applyCommand(plan, inputs ?? {}, desk);
  const short = `hatch apply --approve ${plan.digest}`;
  const how =
    line.length <= longestCommand
      ? ['Apply just this:', fenced('sh', [line])]
      : ['Apply just this, with the flags that this plan was made with:', fenced('sh', [short])];
  return [`Digest ${code(plan.digest)}`, ...how].join('\n\n');
}
