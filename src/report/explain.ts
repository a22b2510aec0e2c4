// One entry's three states side by side, and why the verdict is what it is.

import type { Json } from '../model/json.ts';
import type { EntryPlan, Shown, TargetPlan } from '../model/plan.ts';
import { columns } from './columns.ts';
import { reasonText } from './entry.ts';
import { findingLines } from './findings.ts';
import { tidy } from './json.ts';
import { masks, valueText } from './mask.ts';
import type { Look } from './paint.ts';
import { entryName } from './status.ts';
import { joinBlocks } from './text.ts';
import { visible } from './visible.ts';
import { fieldText, pathText } from './where.ts';
import { headline, signOf } from './words.ts';

/** What `explain` found out; a value is undefined where the field is absent in that state. */
export interface Explained {
  readonly target: TargetPlan;
  readonly entry: EntryPlan;
  readonly fields: readonly {
    readonly pointer: string;
    readonly desired?: Shown | undefined;
    readonly actual?: Shown | undefined;
    readonly recorded?: Shown | undefined;
  }[];
}

export function renderExplanation({ target, entry, fields }: Explained, look: Look): string {
  const { paint } = look;
  const shown = masks();
  const cell = (value: Shown | undefined) =>
    value === undefined ? paint('–', 'dim') : visible(valueText(shown.show(value)));
  const { sign, styles } = signOf(entry);
  const file = target.files[entry.file]?.path;
  const rows = fields.map(({ pointer, desired, actual, recorded }) => [
    fieldText(pointer) || 'whole',
    cell(desired),
    cell(actual),
    cell(recorded),
  ]);
  const [head = '', ...lines] = columns([['FIELD', 'MANIFEST', 'FILE NOW', 'LAST APPLIED'], ...rows]);
  const words = headline(entry);
  return joinBlocks([
    `${paint(entryName(target, entry), 'bold')}  ${paint(file === undefined ? '' : pathText(file, look), 'dim')}`,
    [paint(head, 'bold'), ...lines].join('\n'),
    [
      `${paint(sign, ...styles)} ${paint(entry.verdict, 'bold')}${words === '' ? '' : `: ${words}`}`,
      ...[reasonText(entry.reason, { look, environment: undefined })].filter((text) => text !== ''),
      ...entry.findings.flatMap((finding) => findingLines(finding, look, true)),
    ].join('\n'),
  ]);
}

export function explanationJson({ target, entry, fields }: Explained): Json {
  const shown = masks();
  const value = (given: Shown | undefined) => (given === undefined ? undefined : shown.show(given));
  return tidy({
    target: target.name,
    server: entry.name,
    verdict: entry.verdict,
    conflict: entry.conflict,
    reason: { ...entry.reason, place: entry.reason.place && { ...entry.reason.place } },
    fields: fields.map(({ pointer, desired, actual, recorded }) => ({
      pointer,
      desired: value(desired),
      actual: value(actual),
      recorded: value(recorded),
    })),
  });
}
