// Step 5 of a transaction: each file gets its staged bytes, and what another program wrote in between is merged onto.

import { sha256 } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import { pathsLike } from '../system/paths.ts';
import type { Reader, System } from '../system/system.ts';
import { createBackup } from './backup.ts';
import { createDurable, removeFile } from './home.ts';
import { clearHostLock, withHostLock } from './host-lock.ts';
import { writeInPlace } from './in-place.ts';
import { type Ground, type JournalFile, note, openFolder } from './journal.ts';
import { blamed, isBackedUp, type Prepared, type Rendered, renderPatiently, stateOf } from './prepare.ts';
import { removeReal, renameOver, stage } from './replace-file.ts';
import { digestAt, isSettled } from './standing.ts';

const mostTries = 10;

/** Replaces every file in order. Throws HatchError `undone`, or as the system does. */
export async function replaceFiles(ground: Ground, prepared: readonly Prepared[]): Promise<void> {
  for (const [index, file] of prepared.entries()) {
    await blamed('undone', file.change.path, () =>
      withHostLock(ground.system, fileOf(ground, index), () => replaceOne(ground, index, file)),
    );
  }
  for (const file of ground.journal.files) {
    removeFile(ground.system, file.temporary);
    clearHostLock(ground.system, file);
  }
}

async function replaceOne(ground: Ground, index: number, prepared: Prepared): Promise<void> {
  for (let tries = 0; !holdsBefore(ground.system, fileOf(ground, index)); tries += 1) {
    if (tries === mostTries) {
      throw new HatchError('undone', `${prepared.real}: another program writes it again and again`);
    }
    await restage(ground, index, prepared);
  }
  await putStaged(ground, index);
}

/** Is it still the very bytes that we rendered from, in an ordinary file? */
function holdsBefore(system: System, file: JournalFile): boolean {
  const kind = system.stat(file.real)?.kind;
  return (kind === undefined || kind === 'file') && digestAt(system, file.real) === file.before;
}

/** Gives a file whose digest was just found right its staged bytes. For the first attempt and for recovery. */
export async function putStaged(ground: Ground, index: number): Promise<void> {
  const { system } = ground;
  const file = fileOf(ground, index);
  if (isSettled(file)) return;
  if (file.after === undefined) {
    await removeReal(system, file.real);
    return;
  }
  const bytes = stagedBytes(system, file);
  if (file.inPlace) writeInPlace(ground, index, bytes, file.modeAfter ?? 0o600);
  else await renameOver(system, file.temporary, file.real);
}

/** The next bytes, as they were staged. Throws HatchError `failed` where others stand there by now, or none. */
export function stagedBytes(reader: Reader, { temporary, after }: JournalFile): Uint8Array {
  const bytes = reader.read(temporary);
  if (bytes !== undefined && sha256(bytes) === after) return bytes;
  throw new HatchError('failed', `another program changed ${temporary}, where the next bytes were ready`);
}

/**
 * Takes another program's bytes in: they are copied, ours are merged onto them and staged again. The journal knows of it
 * before the staged bytes change, so that no crash leaves bytes it cannot explain.
 */
async function restage(ground: Ground, index: number, prepared: Prepared): Promise<void> {
  const { system, home } = ground;
  const old = fileOf(ground, index);
  const rendered = await renderPatiently(system, prepared);
  const { backup: _backup, copy: _copy, ...rest } = old;
  const file: JournalFile = {
    ...rest,
    ...stateOf(rendered),
    ...copyAgain(ground, index, old, rendered),
    inPlace: old.inPlace && rendered.current !== undefined && rendered.next !== undefined,
    restaged: old.restaged + 1,
  };
  ground.journal = note(system, home, ground.journal, { kind: 'restage', index, file });
  stageFile(system, file, rendered);
}

function copyAgain(
  ground: Ground,
  index: number,
  old: JournalFile,
  { current, stat }: Rendered,
): Pick<JournalFile, 'backup' | 'copy'> {
  const { system, home, journal } = ground;
  if (current === undefined) return { backup: undefined };
  const folder = openFolder(home, journal.begin.id);
  if (!isBackedUp(journal.begin.backup, old.role)) {
    const copy = pathsLike(home).join(folder, `before-${index}-${old.restaged + 1}`);
    createDurable(system, copy, current);
    system.syncFolder(folder);
    return { backup: undefined, copy };
  }
  const { path } = createBackup(system, home, {
    label: old.label,
    original: old.real,
    bytes: current,
    mode: stat?.mode,
    run: journal.begin.id,
    sequence: old.restaged + 1,
  });
  return { backup: path, copy: path };
}

/** Stages the next bytes of a file. */
export function stageFile(system: System, file: JournalFile, { next, mode }: Rendered): void {
  if (next === undefined) return;
  if (file.inPlace) stage(system, file.temporary, next, 0o600, undefined);
  else stage(system, file.temporary, next, mode, file.ownedBy);
}

function fileOf(ground: Ground, index: number): JournalFile {
  return ground.journal.files[index] as JournalFile;
}
