// Findings as lines: where, how grave, what, its code, and what to do.

import { type Finding, type Severity, sortFindings } from '../model/finding.ts';
import type { Look, Style } from './paint.ts';
import { visible, visibleLines } from './visible.ts';
import { placeText } from './where.ts';

const styles: Readonly<Record<Severity, readonly Style[]>> = {
  error: ['red', 'bold'],
  warning: ['yellow'],
  note: ['cyan'],
};

/** `target/server`, or as much of it as the finding is about. */
export function subjectOf({ target, server }: Finding): string {
  return [target, server].filter((name) => name !== undefined).join('/');
}

/** What a runner shows at a place of its own: the message with its subject, then the hint. As it stands in the finding. */
export function sentencesOf(finding: Finding): readonly string[] {
  const { message, hint } = finding;
  const subject = subjectOf(finding);
  return [subject === '' ? message : `${subject}: ${message}`, ...(hint === undefined ? [] : [`→ ${hint}`])];
}

/** Lines for one finding. `within` leaves out the target and server, where they stand above it anyway. */
export function findingLines(finding: Finding, look: Look, within = false): readonly string[] {
  const { paint } = look;
  const subject = within ? '' : visible(subjectOf(finding));
  const place = finding.place === undefined ? '' : placeText(finding.place, look);
  const start = [place, subject].filter((text) => text !== '').join('  ');
  const pointer = finding.place?.pointer ? paint(`  at ${visible(finding.place.pointer)}`, 'dim') : '';
  const message = visibleLines(finding.message).replaceAll('\n', '\n    ');
  const said = `${paint(finding.severity, ...styles[finding.severity])}: ${message}`;
  const code = paint(`[${visible(finding.code)}]`, 'dim');
  const line = `${start === '' ? '' : `${start}  `}${said}  ${code}${pointer}`;
  return finding.hint === undefined ? [line] : [line, `    ${paint('→', 'cyan')} ${visible(finding.hint)}`];
}

/** All findings, gravest first, without a final line feed. */
export function renderFindings(findings: readonly Finding[], look: Look): string {
  return sortFindings(findings)
    .flatMap((finding) => findingLines(finding, look))
    .join('\n');
}
