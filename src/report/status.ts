// Plans as a list: `status`, two letters and a name for each entry, and `drift`, what others did since we last applied.

import type { EntryPlan, Plan, TargetPlan } from '../model/plan.ts';
import { columns } from './columns.ts';
import type { Page } from './entry.ts';
import { renderFindings } from './findings.ts';
import { masks } from './mask.ts';
import type { Look, Style } from './paint.ts';
import { joinBlocks, targetBlock } from './text.ts';
import { allFindings, sortedEntries, sortedTargets } from './view.ts';
import { visible } from './visible.ts';
import { count, driftWords, headline, verdictWords } from './words.ts';

/** The two letters of an entry: what others did, what apply would do. */
function statusLetters(entry: EntryPlan): string {
  return verdictWords[entry.verdict].drift + applyLetter(entry);
}

function applyLetter(entry: EntryPlan): string {
  if (entry.conflict !== undefined && entry.answer === undefined) return 'C';
  if (entry.edit !== undefined) return { add: 'A', fields: 'M', remove: 'D' }[entry.edit.kind];
  return entry.record.kind === 'keep' ? ' ' : 'R';
}

export interface StatusRow {
  readonly letters: string;
  readonly target: string;
  readonly server: string;
  readonly place: string;
  readonly verdict: EntryPlan['verdict'];
}

/** Every entry; `  ` are the letters of one that is as wanted. */
export function statusRows(plan: Plan): readonly StatusRow[] {
  return sortedTargets(plan).flatMap((target) =>
    sortedEntries(target.entries).map((entry) => ({
      letters: statusLetters(entry),
      target: target.name,
      server: entry.name,
      place: entry.place,
      verdict: entry.verdict,
    })),
  );
}

const letterStyles: Readonly<Record<string, Style>> = { A: 'green', M: 'yellow', D: 'red', C: 'magenta', '?': 'dim' };

/** A row for every entry that is not as wanted, and the counts. */
export function renderStatus(plan: Plan, look: Look): string {
  const { paint } = look;
  const rows = sortedTargets(plan).flatMap((target) =>
    sortedEntries(target.entries)
      .filter((entry) => statusLetters(entry) !== '  ')
      .map((entry) => [statusCell(entry, look), entryName(target, entry), paint(statusWords(entry), 'dim')]),
  );
  const { counts } = plan;
  const summary = [
    counts.add > 0 ? `${counts.add} to add` : '',
    counts.update > 0 ? `${counts.update} to change` : '',
    counts.remove > 0 ? `${counts.remove} to remove` : '',
    counts.inSync > 0 ? `${counts.inSync} as wanted` : '',
    counts.drift > 0 ? `${counts.drift} drifted` : '',
    counts.conflicts > 0 ? count(counts.conflicts, 'conflict') : '',
    counts.unmanaged > 0 ? `${counts.unmanaged} not managed` : '',
  ].filter((part) => part !== '');
  const closing = summary.length === 0 ? 'Nothing is managed.' : `${summary.join(', ')}.`;
  return joinBlocks([columns(rows).join('\n'), renderFindings(allFindings(plan), look), closing]);
}

/** An entry that a command wrote and no manifest manages. */
export interface OnceView {
  readonly target: string;
  readonly server: string;
  readonly verdict: EntryPlan['verdict'];
  readonly environment: string | undefined;
  readonly source: string | undefined;
  readonly written: { readonly command: string } | undefined;
}

/** What commands wrote once, with where it came from; empty where there is nothing. */
export function renderOnce(entries: readonly OnceView[], { paint }: Look): string {
  if (entries.length === 0) return '';
  const rows = entries.map(({ target, server, verdict, environment, source, written }) => [
    `${visible(target)}/${visible(server)}`,
    verdict === 'in-sync' ? '' : paint('changed since', 'yellow'),
    paint(visible(environment === undefined ? (source ?? '') : `environment ${environment}`), 'dim'),
    paint(visible(written?.command ?? ''), 'dim'),
  ]);
  return [paint('Written once, by hand; no apply changes or removes it:', 'bold'), ...columns(rows, '  ')].join('\n');
}

function statusCell(entry: EntryPlan, { paint }: Look): string {
  return [...statusLetters(entry)].map((letter) => paint(letter, letterStyles[letter] ?? 'dim')).join('');
}

function statusWords(entry: EntryPlan): string {
  if (entry.verdict === 'unmanaged') return 'not managed';
  if (applyLetter(entry) === 'R') return 'only to be recorded';
  return headline(entry);
}

/** `target/server`, and the place where it is not the servers'. */
export function entryName(
  target: { readonly name: string },
  entry: { readonly name: string; readonly place: string },
): string {
  const name = `${visible(target.name)}/${visible(entry.name)}`;
  return entry.place === 'servers' ? name : `${name} (${visible(entry.place)})`;
}

/** What differs from the record, grouped by target, and what there is besides that is not ours. */
export function renderDrift(plan: Plan, look: Look): string {
  const page: Page = { look, masks: masks(), environment: undefined, looksBack: true };
  const drifted = (target: TargetPlan) => target.entries.filter(hasDrifted);
  const blocks = sortedTargets(plan).map((target) =>
    targetBlock({ ...target, state: driftState(target) }, drifted(target), page),
  );
  const number = plan.targets.flatMap(drifted).length;
  return joinBlocks([
    ...blocks,
    renderFindings(plan.findings, look),
    isUnmanaged(plan)
      ? 'Nothing is managed here yet, so nothing can drift.'
      : [driftCount(number, look), othersCount(plan)].join(' '),
  ]);
}

/** Is there no record to compare with? */
export function isUnmanaged({ targets, owned }: Pick<Plan, 'targets' | 'owned'>): boolean {
  return owned.before === 0 && targets.length === 0;
}

/** Changed or removed by others since we last applied. */
export function hasDrifted(entry: EntryPlan): boolean {
  return driftWords[verdictWords[entry.verdict].drift] !== undefined && entry.conflict === undefined;
}

/** The names of drifted entries, `target/server`, with what happened. */
export function driftedEntries(
  plan: Plan,
): readonly { readonly entry: string; readonly verdict: EntryPlan['verdict'] }[] {
  return sortedTargets(plan).flatMap((target) =>
    sortedEntries(target.entries)
      .filter(hasDrifted)
      .map((entry) => ({ entry: `${target.name}/${entry.name}`, verdict: entry.verdict })),
  );
}

/** A host that is not there has nothing that could drift. */
function driftState(target: TargetPlan): TargetPlan['state'] {
  return target.state === 'absent' ? 'read' : target.state;
}

function driftCount(number: number, { paint }: Look): string {
  if (number === 0) return paint('No drift.', 'bold', 'green');
  return `${paint('Drift:', 'bold')} ${paint(count(number, 'entry', 'entries'), 'cyan')} changed or removed by others.`;
}

export interface Others {
  /** Fields of others in our entries. */
  readonly fields: number;
  /** Entries of others. */
  readonly entries: number;
}

/** What stands in the files of this plan and is not ours. */
export function othersOf(plan: Plan): Others {
  const entries = plan.targets.flatMap((target) => target.entries);
  const [theirs, ours] = [true, false].map((is) => entries.filter(({ verdict }) => (verdict === 'unmanaged') === is));
  return {
    fields: (ours ?? []).reduce((sum, entry) => sum + entry.foreign.length, 0),
    entries: theirs?.length ?? 0,
  };
}

function othersCount(plan: Plan): string {
  const { fields, entries } = othersOf(plan);
  return `Not ours: ${count(fields, 'field')} in our entries, ${count(entries, 'entry', 'entries')}.`;
}
