// An entry of a plan as the lines of a difference: what is there with `-`, what will be there with `+`.

import type { EntryPlan, FieldChange } from '../model/plan.ts';
import { displayWidth, pad } from './columns.ts';
import { cut } from './markdown-text.ts';
import { type Masks, valueText } from './mask.ts';
import { visible } from './visible.ts';
import { fieldText } from './where.ts';
import { driftWords, headline, signOf, verdictWords } from './words.ts';

/** The first column tells a viewer of differences how to colour the line. `looksBack`: what happened, not what will. */
export function differenceLines(entry: EntryPlan, masks: Masks, looksBack: boolean): readonly string[] {
  const drifted = looksBack ? driftWords[verdictWords[entry.verdict].drift] : undefined;
  const { sign } = drifted ?? signOf(entry);
  const words = drifted?.words ?? headline(entry);
  const name = entry.place === 'servers' ? visible(entry.name) : `${visible(entry.name)} (${visible(entry.place)})`;
  const mark = sign === '+' || sign === '-' || sign === '!' ? sign : ' ';
  const labels = entry.fields.map(({ pointer }) => cut(fieldText(pointer), 60));
  const width = Math.max(0, ...labels.map(displayWidth));
  return [
    `${mark} ${cut(name, 100)}${words === '' ? '' : `  # ${words}`}`,
    ...entry.fields.flatMap((field, i) => fieldLines(field, pad(labels[i] ?? '', width), masks)),
    ...entry.unresolved.map((reference) => `!     has no value here: ${cut(visible(reference))}`),
  ];
}

function fieldLines({ before, after, kind }: FieldChange, label: string, masks: Masks): readonly string[] {
  const line = (sign: string, value: typeof before, remark = '') =>
    value === undefined
      ? []
      : [`${sign}     ${label}  ${cut(visible(valueText(masks.show(value))))}${remark}`.trimEnd()];
  if (kind === 'conflict') return [...line('!', before, '  # theirs'), ...line('!', after, '  # ours')];
  return [...line('-', before), ...line('+', after, kind === 'rotated' ? '  # rotated behind the same reference' : '')];
}
