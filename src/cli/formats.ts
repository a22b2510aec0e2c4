// `--format`: a command's outcome as a report for reviewers and runners, also where the command could not go on.

import { HatchError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import type { ReporterName } from '../report/reporters.ts';
import type { Review } from '../report/review.ts';
import { pathsOf, variable } from '../system/paths.ts';
import type { Call, Outcome } from './call.ts';
import { addTo, deskOf, summaryLimit } from './runner.ts';

/** What a command gives for its own formats, and the value of all reports. */
export interface Reviewed {
  readonly outcome: Outcome;
  readonly review: Review;
}

/** Text and JSON, which every command has. */
const usual = ['text', 'json'] as const;

/** Reports that a command may have. Throws HatchError (`usage`) for any other format than these, text and JSON. */
export function formatOf<Name extends string>(
  { values }: Pick<Call, 'values'>,
  own: readonly Name[],
): Name | (typeof usual)[number] {
  const format = values.text('format') ?? 'text';
  const known: readonly (Name | (typeof usual)[number])[] = [...usual, ...own];
  const found = known.find((one) => one === format);
  if (found !== undefined) return found;
  const near = nearest(format, known);
  throw new HatchError('usage', `--format takes ${known.join(', ')}, not ${format}`, {
    ...(near !== undefined && { hint: `did you mean ${near}?` }),
  });
}

/** The outcome in one of the reports. What stops the command is a report too, a manifest that is gone above all. */
export async function reported(
  call: Call,
  format: ReporterName,
  command: Review['command'],
  make: () => Promise<Reviewed>,
): Promise<Outcome> {
  const { outcome, review, error } = await made(call, command, make);
  const { reporters } = await import('../report/reporters.ts');
  const desk = deskOf(call.ports);
  if (format === 'github') {
    const { githubOutputs } = await import('../report/github.ts');
    // An empty line between any two.
    const summary = (left: number) => `${reporters.markdown(review, { ...desk, limit: left - 1 })}\n`;
    addTo(call.ports, 'GITHUB_STEP_SUMMARY', summary, summaryLimit);
    addTo(call.ports, 'GITHUB_OUTPUT', () => githubOutputs(review));
  }
  return { ...outcome, text: () => reporters[format](review, desk), isDocument: true, error };
}

async function made(
  { values, ports: { surroundings } }: Call,
  command: Review['command'],
  make: () => Promise<Reviewed>,
): Promise<Reviewed & { readonly error?: HatchError }> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof HatchError)) throw error;
    const { exit, findings, message, hint, plan } = error;
    const named = values.text('manifest') ?? variable(surroundings, 'HATCH_MANIFEST');
    const manifest =
      named === undefined
        ? (plan?.manifest ?? findings.find(({ place }) => place !== undefined)?.place?.file)
        : pathsOf(surroundings.platform).resolve(surroundings.cwd, named);
    const asked = values.text('environment') ?? variable(surroundings, 'HATCH_ENVIRONMENT');
    return {
      outcome: { exit, findings, result: () => null, text: () => '' },
      review: { command, verdict: exit, findings, plan, manifest, asked, error: { message, hint } },
      error,
    };
  }
}
