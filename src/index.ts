// The library face: the verbs of the command line for programs, with the real machine or one in memory.
//
// A verb takes first where it works: `thisMachine()`, or a machine of your own making. `plan` needs a machine that can be
// read, and can do no more; what writes needs one that can be written. Verbs throw HatchError, whose `exit` names the
// exit code of the command line. Those for single files give results instead: `success`, or `errorMessage` and why.

export type { Run, RunFile } from './apply/request.ts';
export { type ExitName, exitCodes, HatchError } from './model/errors.ts';
export type { Finding, Place, Severity } from './model/finding.ts';
export type { FoundEntry, FoundTarget, Inventory } from './model/inventory.ts';
export type { Counts, EntryPlan, FieldChange, Plan, TargetPlan, Verdict } from './model/plan.ts';
export { hasChanges, openConflicts } from './model/plan.ts';
export { type MemorySystem, memorySystem } from './system/memory.ts';
export { nodeSurroundings, nodeSystem, thisMachine } from './system/node.ts';
export type { Reader, Surroundings, System } from './system/system.ts';
export { type AdoptReport, adopt } from './verbs/adopt.ts';
export { apply } from './verbs/apply.ts';
export {
  type BackupRow,
  type CleanPolicy,
  cleanBackups,
  createBackup,
  listBackups,
  type RestoreChoice,
  restoreBackup,
} from './verbs/backups.ts';
export { destroy } from './verbs/destroy.ts';
export { drift } from './verbs/drift.ts';
export {
  type BackupInfo,
  type BackupResult,
  backupFile,
  backupsOf,
  type CleanResult,
  cleanFileBackups,
  restoreFile,
  type WriteResult,
  withBackup,
  writeFileSafely,
} from './verbs/file-backups.ts';
export { forget } from './verbs/forget.ts';
export { history } from './verbs/history.ts';
export { inventory } from './verbs/inventory.ts';
export type { ApplyOptions, ApplyReport, Interaction, PlanOptions, ReadPorts, WritePorts } from './verbs/options.ts';
export { plan } from './verbs/plan.ts';
export { rollback } from './verbs/rollback.ts';
