// A report for the test tab of a runner: a test for each thing that could be wrong, in the XML that Jenkins and GitLab read.

import { type Finding, sortFindings } from '../model/finding.ts';
import { type EntryPlan, openConflicts, type Plan, type TargetPlan } from '../model/plan.ts';
import { masks, valueText } from './mask.ts';
import { type Desk, pathInRoot, type Review } from './review.ts';
import { entryName, hasDrifted } from './status.ts';
import { sortedEntries, sortedTargets } from './view.ts';
import { visibleLines } from './visible.ts';
import { fieldText, placeText } from './where.ts';
import { headline } from './words.ts';

interface Case {
  readonly name: string;
  readonly failure?: { readonly type: string; readonly message: string; readonly text: string } | undefined;
  /** Said although nothing failed. */
  readonly output?: string;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** JUnit XML without times. Conflicts, guards, errors and drift are failures; what is only to be done is none. */
export function junit(review: Review, desk: Desk): string {
  const suites = [findingSuite(review, desk), ...planSuites(review)];
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element('testsuites', { name: `hatch ${review.command}`, ...sums(all) }, suites.map(suiteText)),
    '',
  ].join('\n');
}

function sums(cases: readonly Case[]) {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  return { tests: cases.length, failures, errors: 0, time: 0 };
}

function suiteText({ name, cases }: Suite): string {
  return element(
    'testsuite',
    { name, ...sums(cases), skipped: 0 },
    cases.map((one) => {
      const { failure, output } = one;
      return element('testcase', { classname: `hatch.${name}`, name: one.name, time: 0 }, [
        ...(failure ? [element('failure', { message: failure.message, type: failure.type }, failure.text)] : []),
        ...(output === undefined ? [] : [element('system-out', {}, output)]),
      ]);
    }),
  );
}

/** The manifest as a whole, then each finding. */
function findingSuite({ findings, manifest, error }: Review, { root, look }: Desk): Suite {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const file = manifest === undefined ? 'the manifest' : (pathInRoot(manifest, root) ?? manifest);
  const message = error?.message ?? `${errors.length} errors`;
  const whole: Case = {
    name: `${file} is in order`,
    failure:
      errors.length === 0 && error === undefined
        ? undefined
        : { type: 'invalid', message, text: [message, error?.hint ?? ''].filter((line) => line !== '').join('\n') },
  };
  return {
    name: 'findings',
    cases: [whole, ...sortFindings(findings).map((one) => findingCase(one, { cwd: root, home: look.home }))],
  };
}

function findingCase(finding: Finding, where: { readonly cwd: string; readonly home: string }): Case {
  const { code, severity, message, hint, place, target, server } = finding;
  const subject = [place && placeText(place, where), target, server].filter((part) => part !== undefined);
  const text = [`${severity}: ${message}`, ...(hint === undefined ? [] : [`→ ${hint}`])].join('\n');
  const name = [code, ...subject].join(' ');
  return severity === 'error' ? { name, failure: { type: code, message, text } } : { name, output: text };
}

function planSuites({ plan, command, findings }: Review): readonly Suite[] {
  if (plan === undefined) return [];
  const suites = sortedTargets(plan).map(
    (target): Suite => ({
      name: target.name,
      cases: sortedEntries(target.entries)
        .filter(({ verdict }) => verdict !== 'unmanaged')
        .map((entry) => (command === 'drift' ? driftCase(target, entry) : planCase(target, entry))),
    }),
  );
  const policy = command === 'drift' ? [] : [policySuite(plan, findings)];
  return [...suites.filter(({ cases }) => cases.length > 0), ...policy];
}

function driftCase(target: TargetPlan, entry: EntryPlan): Case {
  if (!hasDrifted(entry)) return { name: entryName(target, entry) };
  const message = entry.verdict === 'drift' ? 'changed by others' : 'removed by others';
  return { name: entryName(target, entry), failure: { type: entry.verdict, message, text: fieldsText(entry) } };
}

function planCase(target: TargetPlan, entry: EntryPlan): Case {
  const isOpen = entry.conflict !== undefined && entry.answer === undefined;
  const name = entryName(target, entry);
  if (entry.unresolved.length > 0) {
    const text = entry.unresolved.join(', ');
    return { name, failure: { type: 'unresolved', message: 'a reference has no value here', text } };
  }
  if (!isOpen) return { name };
  return { name, failure: { type: entry.conflict ?? '', message: headline(entry), text: fieldsText(entry) } };
}

function fieldsText({ fields }: EntryPlan): string {
  const shown = masks();
  const text = (value: (typeof fields)[number]['before']) => (value === undefined ? '–' : valueText(shown.show(value)));
  return fields
    .map(({ pointer, before, after }) => `${fieldText(pointer)}: ${text(before)} → ${text(after)}`)
    .join('\n');
}

/** What an unattended apply would stop at. */
function policySuite(plan: Plan, findings: readonly Finding[]): Suite {
  const refused = findings.filter(({ code }) => code === 'refused');
  const guards = refused.map(({ message, hint }) => [message, hint ?? ''].join('\n')).join('\n');
  const open = openConflicts(plan).map(({ target, entry }) => entryName(target, entry));
  return {
    name: 'policy',
    cases: [
      {
        name: 'every conflict has an answer',
        failure:
          open.length === 0 ? undefined : failed('conflicts', `${open.length} without an answer`, open.join('\n')),
      },
      {
        name: 'the guards let it pass',
        failure: refused[0] === undefined ? undefined : failed('refused', refused[0].message, guards),
      },
    ],
  };
}

function failed(type: string, message: string, text: string) {
  return { type, message, text };
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: string | readonly string[],
): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(String(value)).replaceAll('\n', '&#10;')}"`,
  );
  const open = `<${name}${written.join('')}`;
  if (content.length === 0) return `${open}/>`;
  if (typeof content === 'string') return `${open}>${escaped(content)}</${name}>`;
  return `${open}>\n${content.join('\n')}\n</${name}>`;
}

/** Markup stands for itself; characters that XML does not know are shown by their numbers. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return visibleLines(text)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
