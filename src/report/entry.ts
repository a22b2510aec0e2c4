// One entry of a plan as lines: sign and name, why, then field by field what was and what will be.

import { isArray, type Json } from '../model/json.ts';
import type { EntryPlan, FieldChange, Reason, TargetPlan } from '../model/plan.ts';
import { displayWidth, pad } from './columns.ts';
import { findingLines } from './findings.ts';
import { type Masks, valueText } from './mask.ts';
import type { Look } from './paint.ts';
import { visible } from './visible.ts';
import { fieldText, placeText } from './where.ts';
import { conflictAnswers, driftWords, headline, signOf, verdictWords } from './words.ts';

const labelLimit = 30;

/** Does a plan show this entry? Not where nothing happens and nothing is to be said. */
export function isShown(entry: EntryPlan): boolean {
  return (
    entry.edit !== undefined ||
    entry.conflict !== undefined ||
    entry.findings.length > 0 ||
    (verdictWords[entry.verdict].left !== undefined && entry.verdict !== 'unmanaged')
  );
}

/** What the entries of one report share. */
export interface Page {
  readonly look: Look;
  readonly masks: Masks;
  /** The plan's environment, which need not be said again. */
  readonly environment: string | undefined;
  /** Compares with what was last applied only: says what happened, not what will and why. */
  readonly looksBack?: boolean;
}

/** The lines of one entry, indented by two. */
export function entryLines(target: TargetPlan, entry: EntryPlan, page: Page): readonly string[] {
  const { look, masks } = page;
  const { paint } = look;
  const drifted = page.looksBack ? driftWords[verdictWords[entry.verdict].drift] : undefined;
  const { sign, styles } = drifted ?? signOf(entry);
  const words = drifted?.words ?? headline(entry);
  const name = entry.place === 'servers' ? visible(entry.name) : `${visible(entry.name)} (${visible(entry.place)})`;
  const open = entry.conflict !== undefined && entry.answer === undefined;
  const heading = [
    `${paint(sign, ...styles)} ${paint(name, 'bold')}`,
    words === '' ? '' : paint(words, ...(open ? styles : (['dim'] as const))),
    page.looksBack ? '' : paint(reasonText(entry.reason, page), 'dim'),
  ];
  return [
    `  ${heading.filter((part) => part !== '').join('  ')}`,
    ...fieldLines(entry, masks, look),
    ...foreignLines(entry, look),
    ...unresolvedLines(entry, look),
    ...entry.findings.flatMap((finding) => findingLines(finding, look, true)).map((line) => `      ${line}`),
    ...(open ? answerLines(target, entry, look) : []),
  ];
}

/** In parentheses: the note, the rule, the environment and the line in the manifest, as far as known. */
export function reasonText(reason: Reason, { look, environment }: Omit<Page, 'masks'>): string {
  const parts = [
    reason.note,
    reason.rule === undefined || reason.rule === 0 ? undefined : `rule ${reason.rule}`,
    reason.environment === environment ? undefined : reason.environment,
  ].filter((part) => part !== undefined);
  const place = reason.place === undefined ? [] : [placeText(reason.place, look)];
  const all = [...parts.map(visible), ...place];
  return all.length === 0 ? '' : `(${all.join(', ')})`;
}

function fieldLines(entry: EntryPlan, masks: Masks, look: Look): readonly string[] {
  const whole = entry.fields.every((field) => field.before === undefined);
  const labels = entry.fields.map((field) => fieldText(field.pointer));
  const width = Math.min(labelLimit, Math.max(0, ...labels.map(displayWidth)));
  return entry.fields.flatMap((field, i) => oneField(field, pad(labels[i] ?? '', width), whole, masks, look));
}

function oneField(field: FieldChange, label: string, whole: boolean, masks: Masks, look: Look): readonly string[] {
  const { paint } = look;
  const before = field.before === undefined ? undefined : masks.show(field.before);
  const after = field.after === undefined ? undefined : masks.show(field.after);
  const room = look.width - displayWidth(label) - 12;
  if (after === undefined) {
    return before === undefined ? [] : block(`      ${paint('-', 'red')} ${label}  `, before, room);
  }
  if (before === undefined) {
    return block(whole ? `      ${label}  ` : `      ${paint('+', 'green')} ${label}  `, after, room);
  }
  const sign = field.kind === 'change' ? paint('~', 'yellow') : paint(field.kind === 'conflict' ? '!' : '*', 'magenta');
  const arrow = field.kind === 'conflict' ? '≠' : '→';
  const line = `${paint(text(before), 'red')} ${arrow} ${paint(text(after), 'green')}`;
  const note = field.kind === 'rotated' ? paint('  rotated behind the same reference', 'dim') : '';
  if (displayWidth(line) <= room) return [`      ${sign} ${label}  ${line}${note}`];
  return [
    `      ${sign} ${label.trimEnd()}${note}`,
    ...block(`          ${paint('-', 'red')} `, before, look.width - 12),
    ...block(`          ${paint('+', 'green')} `, after, look.width - 12),
  ];
}

function text(value: Json): string {
  return visible(valueText(value));
}

/** A value after its label: on that line if there is room, else an array with an element a line. */
function block(start: string, value: Json, room: number): readonly string[] {
  const line = text(value);
  if (!isArray(value) || value.length < 2 || displayWidth(line) <= room) return [start + line];
  const indent = ' '.repeat(displayWidth(start) + 2);
  return [
    `${start}[`,
    ...value.map((item, i) => `${indent}${text(item)}${i < value.length - 1 ? ',' : ''}`),
    `${indent.slice(2)}]`,
  ];
}

function foreignLines(entry: EntryPlan, { paint }: Look): readonly string[] {
  if (entry.foreign.length === 0 || entry.edit === undefined) return [];
  const names = entry.foreign.map(fieldText).join(', ');
  return entry.edit.kind === 'remove'
    ? [`      ${paint('goes along, set by others:', 'red')} ${names}`]
    : [paint(`      stays, set by others: ${names}`, 'dim')];
}

function unresolvedLines(entry: EntryPlan, { paint }: Look): readonly string[] {
  if (entry.unresolved.length === 0) return [];
  return [`      ${paint('has no value here:', 'red')} ${entry.unresolved.map(visible).join(', ')}`];
}

function answerLines(target: TargetPlan, entry: EntryPlan, { paint }: Look): readonly string[] {
  const answers = answersTo(target, entry);
  const width = Math.max(...answers.map(([flag]) => displayWidth(flag)));
  return answers.map(([flag, meaning]) => `      ${paint(pad(flag, width), 'cyan')}  ${paint(meaning, 'dim')}`);
}

/** What answers the conflict of this entry, as it must be typed, with what that means. */
export function answersTo(
  target: Pick<TargetPlan, 'name'>,
  entry: EntryPlan,
): readonly (readonly [flags: string, meaning: string])[] {
  const name = shellWord(listItem(`${target.name}/${entry.name}`));
  // A text would be taken for a pattern, in which `$` has a meaning.
  const owner = shellWord(entry.otherOwner ?? 'OWNER');
  return conflictAnswers(entry).map(([flags, meaning]) => [
    flags.replaceAll('NAME', () => name).replace('OWNER', () => owner),
    meaning,
  ]);
}

/** An item of a list that a flag takes. */
export function listItem(name: string): string {
  return name.replace(/[\\,]/g, '\\$&');
}

/** As it must be typed in a shell. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${visible(word).replaceAll("'", String.raw`'\''`)}'`;
}
