// What `doctor` saw, host by host: where the servers stand, what else was looked at, what is wrong and what to do.

import type { DoctorReport, DoctorRow } from '../model/doctor.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import { findingLines, renderFindings } from './findings.ts';
import { tidy } from './json.ts';
import type { Look } from './paint.ts';
import { joinBlocks } from './text.ts';
import { visible } from './visible.ts';
import { pathText } from './where.ts';
import { count } from './words.ts';

/** The hosts; what is wrong with each stands in the report's findings, by its target. */
export function doctorJson({ rows }: DoctorReport): Json {
  return rows.map(({ findings: _, candidates, ...row }) =>
    tidy({ ...row, candidates: candidates.map((one) => ({ ...one })) }),
  );
}

/** All findings, those of no host first. */
export function doctorFindings({ rows, findings }: DoctorReport): readonly Finding[] {
  return [...findings, ...rows.flatMap((row) => row.findings)];
}

export function renderDoctor(view: DoctorReport, look: Look): string {
  if (view.rows.length === 0) return joinBlocks([renderFindings(view.findings, look), 'No host is on this machine.']);
  return joinBlocks([
    renderFindings(view.findings, look),
    ...view.rows.map((row) => block(row, look)),
    summary(view, look),
  ]);
}

function block(row: DoctorRow, look: Look): string {
  const { paint } = look;
  const head = `${paint(row.title, 'bold')} ${paint(`(${row.id}, ${row.scope})`, 'dim')}`;
  const chosen = row.candidates.find(({ path }) => path === row.path);
  const place =
    row.path === undefined
      ? []
      : [
          `  ${pathText(row.path, look)}  ${stateText(row)}${chosen === undefined ? '' : paint(`, ${chosen.reason}`, 'dim')}`,
        ];
  const others = row.candidates
    .filter(({ path }) => path !== row.path)
    .map(({ path, reason }) => paint(`  ${pathText(path, look)}  ${visible(reason)}`, 'dim'));
  const found = row.findings.flatMap(({ target: _, ...finding }) =>
    findingLines(finding, look).map((line) => `  ${line}`),
  );
  return [head, ...place, ...others, ...found].join('\n');
}

function stateText({ state, servers }: DoctorRow): string {
  if (state === 'absent') return 'no file yet';
  return state === 'read' ? count(servers, 'server') : 'cannot be read';
}

function summary(view: DoctorReport, { paint }: Look): string {
  const all = doctorFindings(view);
  const counts = (['error', 'warning', 'note'] as const satisfies readonly Severity[])
    .map((severity) => [severity, all.filter((one) => one.severity === severity).length] as const)
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => count(number, severity));
  const hosts = count(new Set(view.rows.map(({ id }) => id)).size, 'host');
  if (counts.length === 0) return paint(`${hosts}, nothing to mend.`, 'green');
  const fixable = all.filter(({ hint }) => hint?.includes('doctor --fix')).length;
  const fix = fixable === 0 ? '' : ` \`hatch doctor --fix\` mends ${fixable} of them.`;
  return `${hosts}: ${counts.join(', ')}.${fix}`;
}
