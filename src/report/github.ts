// What a step of GitHub Actions prints and leaves: annotations at the manifest's lines, and outputs for later steps.
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions, 2026-08-20.

import { sha256 } from '../model/digest.ts';
import { exitCodes } from '../model/errors.ts';
import { type Finding, type Place, type Severity, sortFindings } from '../model/finding.ts';
import { hasChanges, openConflicts, type Plan } from '../model/plan.ts';
import { renderFindings, sentencesOf } from './findings.ts';
import { cut } from './markdown-text.ts';
import { type Desk, pathInRoot, type Review } from './review.ts';
import { entryName, hasDrifted, renderDrift } from './status.ts';
import { renderPlan } from './text.ts';
import { visible } from './visible.ts';
import { headline } from './words.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** Annotations, then the report as text, in which nothing is taken for a command. */
export function github(review: Review, desk: Desk): string {
  const text = reportText(review, desk);
  // A text cannot hold its own hash.
  const token = `hatch-${sha256(text).slice(0, 32)}`;
  const quiet = text === '' ? [] : [`::stop-commands::${token}`, text, `::${token}::`];
  return `${[...annotations(review, desk), ...quiet].join('\n')}\n`;
}

function reportText({ plan, command, findings, error }: Review, { look }: Desk): string {
  if (plan !== undefined) return command === 'drift' ? renderDrift(plan, look) : renderPlan(plan, look);
  return [renderFindings(findings, look), error?.message ?? ''].filter((part) => part !== '').join('\n\n');
}

/** Gravest first: a step may show ten of each kind. */
function annotations({ findings, plan, command }: Review, desk: Desk): readonly string[] {
  const all = sortFindings([...findings, ...(plan === undefined ? [] : entryFindings(plan, command === 'drift'))]);
  return all.map((finding) => annotation(finding, desk));
}

/** What stands in a plan as a verdict and should be seen at the line that gives the server. */
function entryFindings(plan: Plan, looksBack: boolean): readonly Finding[] {
  const open = looksBack
    ? []
    : openConflicts(plan)
        .filter(({ entry }) => entry.findings.every(({ severity }) => severity !== 'error'))
        .map(({ target, entry }) =>
          atEntry('conflict', 'error', entryName(target, entry), headline(entry), entry.reason.place),
        );
  const drifted = plan.targets.flatMap((target) =>
    target.entries
      .filter((entry) => hasDrifted(entry) && (looksBack || entry.edit !== undefined))
      .map((entry) => {
        const what = looksBack ? 'changed or removed by others' : headline(entry);
        return atEntry('drift', 'warning', entryName(target, entry), what, entry.reason.place);
      }),
  );
  return [...open, ...drifted];
}

function atEntry(code: string, severity: Severity, name: string, what: string, place: Place | undefined): Finding {
  return { code, severity, message: `${name}: ${what}`, ...(place !== undefined && { place }) };
}

function annotation(finding: Finding, { root }: Desk): string {
  const { severity, place, code } = finding;
  const file = place === undefined ? undefined : pathInRoot(place.file, root);
  const properties: readonly (readonly [string, string | number | undefined])[] = [
    ['title', `hatch: ${code}`],
    ['file', file],
    ['line', file === undefined ? undefined : place?.line],
    ['col', file === undefined ? undefined : place?.column],
  ];
  const written = properties.flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${property(String(value))}`],
  );
  const said = sentencesOf(finding);
  return `::${commands[severity]} ${written.join(',')}::${data(said.map((line) => cut(visible(line), 1000)).join('\n'))}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Lines for the file of outputs: words and numbers only, so that none can become two. */
export function githubOutputs({ plan, verdict, command }: Review): string {
  const counts = plan?.counts;
  const drifted = plan?.targets.flatMap(({ entries }) => entries.filter(hasDrifted)).length ?? 0;
  const outputs: readonly (readonly [string, string | number])[] = [
    ['verdict', verdict],
    ['exit-code', exitCodes[verdict]],
    ['has-changes', String(plan !== undefined && hasChanges(plan))],
    ['digest', plan === undefined || command === 'drift' ? '' : plan.digest],
    ['to-add', counts?.add ?? 0],
    ['to-change', counts?.update ?? 0],
    ['to-remove', counts?.remove ?? 0],
    ['conflicts', counts?.conflicts ?? 0],
    ['drifted', drifted],
  ];
  return outputs.map(([name, value]) => `${name}=${value}\n`).join('');
}
