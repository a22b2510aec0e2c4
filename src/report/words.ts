// What each verdict and conflict is called where a person reads it: signs, colours, sentences.

import type { Conflict, EntryPlan, TargetPlan, Verdict } from '../model/plan.ts';
import type { Style } from './paint.ts';

interface VerdictWords {
  /** Said beside the entry's name where its bytes change; empty where the sign says it all. */
  readonly changed: string;
  /** Said where its bytes stay; undefined where there is nothing to say in a plan. */
  readonly left: string | undefined;
  /** First letter of `status`: what others did since we last applied. */
  readonly drift: ' ' | 'M' | 'D' | '?';
}

export const verdictWords: Readonly<Record<Verdict, VerdictWords>> = {
  unmanaged: { changed: '', left: undefined, drift: '?' },
  add: { changed: '', left: 'left out', drift: ' ' },
  'adopt-equal': { changed: '', left: undefined, drift: ' ' },
  collision: { changed: 'taken over: it was there, with other values', left: 'left as it was found', drift: '?' },
  update: { changed: '', left: 'left as it is', drift: ' ' },
  'in-sync': { changed: '', left: undefined, drift: ' ' },
  converged: { changed: '', left: undefined, drift: 'M' },
  drift: { changed: 'someone changed it: put back', left: 'someone changed it: left as it is', drift: 'M' },
  diverged: {
    changed: 'someone changed it, and so did the manifest',
    left: 'someone changed it: left as it is',
    drift: 'M',
  },
  're-add': { changed: 'someone removed it: put back', left: 'someone removed it: left out', drift: 'D' },
  prune: { changed: '', left: 'no longer managed: left in the file', drift: ' ' },
  parked: { changed: '', left: undefined, drift: ' ' },
  'prune-drifted': { changed: 'no longer wanted, and changed by someone', left: 'left as it is', drift: 'M' },
  forget: { changed: '', left: undefined, drift: 'D' },
  'host-reset': {
    changed: 'the file lost its servers: put back',
    left: 'the file lost its servers: left out',
    drift: 'D',
  },
  unreadable: { changed: '', left: 'the file cannot be read', drift: '?' },
};

/** Why an entry waits for a decision. */
export const conflictWords: Readonly<Record<Conflict, string>> = {
  collision: 'it is there with other values, and is not managed',
  'both-changed': 'someone else changed the same fields',
  'prune-drifted': 'it is no longer wanted, but someone changed it',
  unreadable: 'its file cannot be read',
  blocked: 'it cannot be written as it is wanted',
  'other-owner': 'another manifest manages it',
  literal: 'a secret that stands in the file would be replaced by a reference',
};

/** What an entry that stands in a file is, in a word or two, and how it is coloured. */
const standingWords: Readonly<Record<Verdict, readonly [word: string, style: Style]>> = {
  unmanaged: ['not managed', 'dim'],
  add: ['to be added', 'green'],
  'adopt-equal': ['as wanted', 'green'],
  collision: ['conflict', 'magenta'],
  update: ['to be changed', 'yellow'],
  'in-sync': ['in sync', 'green'],
  converged: ['in sync', 'green'],
  drift: ['drifted', 'yellow'],
  diverged: ['drifted', 'yellow'],
  're-add': ['removed', 'red'],
  prune: ['to be removed', 'red'],
  parked: ['parked', 'dim'],
  'prune-drifted': ['conflict', 'magenta'],
  forget: ['removed', 'red'],
  'host-reset': ['removed', 'red'],
  unreadable: ['unreadable', 'red'],
};

/** How an entry stands to what manages it. */
export function stateWord({
  verdict,
  conflict,
  answer,
}: Pick<EntryPlan, 'verdict' | 'conflict' | 'answer'>): readonly [word: string, style: Style] {
  if (conflict !== undefined) return answer === 'keep' ? ['kept', 'dim'] : ['conflict', 'magenta'];
  return standingWords[verdict];
}

const keeping = ['--keep NAME', 'leave it, and do not ask again'] as const;
const leaving = ['--skip-conflicts', 'go on without it'] as const;

/** What answers a conflict, with what that means; `NAME` stands for the entry, `OWNER` for the other manifest. */
export function conflictAnswers({
  verdict,
  conflict,
}: EntryPlan): readonly (readonly [flag: string, meaning: string])[] {
  switch (conflict) {
    case 'collision':
      return [['--take NAME', 'make it what the manifest says'], keeping];
    case 'both-changed':
      return [['--take NAME', 'write what is planned over it'], keeping];
    case 'prune-drifted':
      return [['--take NAME', 'remove it all the same'], keeping];
    case 'other-owner':
      return verdict === 'prune'
        ? [['--from-owner OWNER', 'remove it all the same']]
        : [['--from-owner OWNER', 'take it over from that manifest'], keeping];
    case 'literal':
      return [
        [`${verdict === 'collision' ? '--take NAME ' : ''}--externalize NAME`, 'replace the secret by the reference'],
        keeping,
      ];
    case 'blocked':
    case 'unreadable':
      return [leaving];
    case undefined:
      return [];
  }
}

/** What taking does, in words; undefined where it is no answer. */
export function takingWords(entry: EntryPlan): string | undefined {
  const [first] = conflictAnswers(entry);
  return first === leaving ? undefined : first?.[1];
}

/** What others did since we last applied, by the first letter of `status`; the others did nothing to what is ours. */
export const driftWords: Readonly<Partial<Record<VerdictWords['drift'], Sign & { readonly words: string }>>> = {
  M: { sign: '~', styles: ['yellow'], words: 'changed by others' },
  D: { sign: '-', styles: ['red'], words: 'removed by others' },
};

interface Sign {
  readonly sign: '+' | '~' | '-' | '!' | '=' | '*';
  readonly styles: readonly Style[];
}

const editSigns: Readonly<Record<'add' | 'fields' | 'remove', Sign>> = {
  add: { sign: '+', styles: ['green'] },
  fields: { sign: '~', styles: ['yellow'] },
  remove: { sign: '-', styles: ['red'] },
};

/** `!` waits for a decision, `*` drifted and is left, `=` is left on request; else what its bytes go through. */
export function signOf(entry: EntryPlan): Sign {
  if (entry.conflict !== undefined && entry.answer === undefined) return { sign: '!', styles: ['magenta', 'bold'] };
  if (entry.edit !== undefined) return editSigns[entry.edit.kind];
  if (verdictWords[entry.verdict].drift !== ' ' && entry.conflict === undefined) return { sign: '*', styles: ['cyan'] };
  return { sign: '=', styles: ['dim'] };
}

/** What happens to an entry and why, in words; empty where its sign says it all. */
export function headline(entry: EntryPlan): string {
  const { changed, left } = verdictWords[entry.verdict];
  const held = entry.heldOff ? 'a rollback took it off: it comes back only with --again' : '';
  if (entry.conflict === undefined) return held || (entry.edit === undefined ? (left ?? '') : changed);
  if (entry.answer === undefined) return `conflict: ${conflictWords[entry.conflict]}`;
  if (entry.answer === 'take') return changed || 'taken over';
  return entry.answer === 'keep' ? 'kept as it is, and not asked again' : 'skipped this time';
}

/** What is special about a target's file; empty where nothing is. */
export const stateWords: Readonly<Record<TargetPlan['state'], string>> = {
  read: '',
  new: 'new file',
  reset: 'the file lost its servers',
  absent: 'not on this machine: skipped',
  unreadable: 'cannot be read: left as it is',
  retired: 'no longer in the manifest',
  moved: 'lies elsewhere now: the old file is left (--prune-moved)',
};

/** What is special about how a target is written and read, in words. */
export function targetRemarks(target: TargetPlan): readonly string[] {
  // Of a file with entries each says it for itself.
  const whole = target.entries.some(({ edit }) => edit !== undefined)
    ? []
    : target.files.flatMap(({ restore }) => (restore === undefined || restore.what === '' ? [] : [restore.what]));
  return [
    ...whole,
    target.inPlace ? 'not atomic: written in place' : '',
    target.tightens ? 'becomes readable by you alone (0600): it will hold a secret' : '',
    target.sharedWith.length > 0 ? `also read by ${target.sharedWith.join(', ')}` : '',
  ].filter((remark) => remark !== '');
}

/** `1 conflict`, `2 conflicts`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}
