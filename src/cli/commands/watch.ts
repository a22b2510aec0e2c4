// `hatch watch`: tells drift as files change, and puts it back where that is asked for.

import { HatchError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import { renderApplied, runJson } from '../../report/applied.ts';
import { renderFindings } from '../../report/findings.ts';
import type { Look } from '../../report/paint.ts';
import { driftedEntries, renderDrift } from '../../report/status.ts';
import { joinBlocks } from '../../report/text.ts';
import { allFindings } from '../../report/view.ts';
import { visible } from '../../report/visible.ts';
import { type WatchEvent, watch } from '../../verbs/watch.ts';
import type { Call, Outcome } from '../call.ts';
import { applyOptions, milliseconds, planOptions } from '../values.ts';

const shortest = 100;

export async function execute(call: Call): Promise<Outcome> {
  const { values, ports, look } = call;
  const interval = milliseconds(values, 'interval') ?? 2000;
  if (interval < shortest) throw new HatchError('usage', `--interval takes a time from ${shortest}ms on`);
  const isMending = values.isOn('apply');
  if (isMending && !values.isOn('auto-approve')) {
    throw new HatchError('usage', 'watch --apply writes without a question', {
      hint: 'say so with --auto-approve, or leave --apply out',
    });
  }
  if (!isMending && values.isOn('no-backup'))
    throw new HatchError('usage', '--no-backup means nothing without --apply');
  const mend = isMending ? applyOptions(call) : undefined;
  let events = 0;
  await watch(ports, planOptions(values), { interval, mend }, (event) => {
    events += 1;
    call.emit(outcomeOf(event, look));
  });
  return { exit: 'done', isEvent: true, result: () => ({ kind: 'ended', events }), text: () => '' };
}

/** One event as an outcome of its own. */
function outcomeOf(event: WatchEvent, look: Look): Outcome {
  const time = `${event.at.toISOString().slice(0, 19)}Z`;
  // An empty line between any two.
  const said = (text: string) => `${look.paint(time, 'bold')}\n${text}\n\n`;
  const result = (members: Readonly<Record<string, Json>>) => () => ({ kind: event.kind, at: time, ...members });
  switch (event.kind) {
    case 'drift':
    case 'no-drift': {
      const { plan } = event;
      return {
        exit: event.kind === 'drift' ? 'pending' : 'done',
        findings: allFindings(plan),
        result: result({ drifted: [...driftedEntries(plan)] }),
        text: () => said(renderDrift(plan, look)),
      };
    }
    case 'mended': {
      const { exit, findings, run } = event.report;
      return {
        exit,
        findings,
        result: result(run === undefined ? {} : { run: runJson(run) }),
        text: () => said(renderApplied({ ...event.report, findings }, look, 'Put back')),
      };
    }
    case 'given-up': {
      const { entries } = event;
      const names = entries.map(visible).join(', ');
      const text = `${look.paint('Left as it is:', 'bold', 'yellow')} ${names}. Somebody changes it again each time it is put back.`;
      return { exit: 'pending', result: result({ entries: [...entries] }), text: () => said(text) };
    }
    case 'failed': {
      const { exit, findings, message } = event.error;
      const text = joinBlocks([
        renderFindings(findings, look),
        `${look.paint('error:', 'red', 'bold')} ${visible(message)}`,
      ]);
      return { exit, findings, result: result({ message }), text: () => said(text) };
    }
  }
}
