// What an apply, or its like, says at its end: what was done, what a person has to do now, and how to undo it.

import type { Finding } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import { renderFindings } from './findings.ts';
import type { Look } from './paint.ts';
import { joinBlocks } from './text.ts';
import { visible } from './visible.ts';
import { pathText } from './where.ts';
import { count } from './words.ts';

/** A run of a transaction, as far as a report needs it. */
export interface RunView {
  readonly id: string;
  readonly command: string;
  readonly kind: string;
  readonly started: string;
  readonly state: 'done' | 'undone' | 'open';
  readonly files: readonly {
    readonly path: string;
    readonly role: 'target' | 'manifest' | 'record';
    readonly putBack: boolean;
    readonly restaged: number;
  }[];
}

/** A run as `--json` shows it. */
export function runJson({ id, command, kind, started, state, files }: RunView): Json {
  const shown = files.map(({ path, role, putBack, restaged }) => ({ path, role, putBack, restaged }));
  return { id, command, kind, started, state, files: shown };
}

/** The end of an apply. `verb` is the past tense: `Applied`, `Rolled back`, … */
export function renderApplied(
  given: { readonly plan: Plan; readonly run: RunView | undefined; readonly findings: readonly Finding[] },
  look: Look,
  verb: string,
): string {
  const { plan, run } = given;
  const { paint } = look;
  // What the plan found was shown with it.
  const findings = given.findings.filter((finding) => !plan.findings.includes(finding));
  if (run === undefined)
    return joinBlocks([renderFindings(findings, look), paint('Nothing had to be written.', 'green')]);
  const written = run.files.filter(({ role }) => role !== 'record');
  const files = written.map((file) => {
    const remark = file.putBack
      ? paint('  the host put its own back', 'magenta')
      : file.restaged > 0
        ? paint('  merged with what another program wrote meanwhile', 'dim')
        : '';
    return `  ${pathText(file.path, look)}${remark}`;
  });
  const { counts } = plan;
  const done = `${paint(`${verb}:`, 'bold', 'green')} ${counts.add} added, ${counts.update} changed, ${counts.remove} removed.`;
  const recorded = counts.recorded > 0 ? ` ${count(counts.recorded, 'entry', 'entries')} only recorded.` : '';
  const afterwards = afterwardsOf(plan, written).map((line) => `  ${visible(line)}`);
  return joinBlocks([
    renderFindings(findings, look),
    [done + recorded, ...files].join('\n'),
    afterwards.length === 0 ? '' : [paint('Now:', 'bold'), ...afterwards].join('\n'),
    paint(`Run ${run.id}. Undo it with: hatch rollback ${run.id}`, 'dim'),
  ]);
}

/** What is to be done by hand for the targets whose files were written; each once. */
function afterwardsOf(plan: Plan, written: readonly { readonly path: string }[]): readonly string[] {
  const paths = new Set(written.map(({ path }) => path));
  const touched = plan.targets.filter((target) => target.files.some((file) => paths.has(file.path)));
  return [...new Set(touched.flatMap((target) => target.afterwards.map((todo) => `${target.title}: ${todo}`)))];
}
