// The library face: the verbs of the command line for programs, with the real machine or one in memory.

export type { Run, RunFile } from './apply/request.ts';
export { type ExitName, exitCodes, HatchError } from './model/errors.ts';
export type { Finding, Place, Severity } from './model/finding.ts';
export type { Counts, EntryPlan, FieldChange, Plan, TargetPlan, Verdict } from './model/plan.ts';
export { hasChanges, openConflicts } from './model/plan.ts';
export { type MemorySystem, memorySystem } from './system/memory.ts';
export { nodeSurroundings, nodeSystem } from './system/node.ts';
export type { Reader, Surroundings, System } from './system/system.ts';
export { type AdoptReport, adopt } from './verbs/adopt.ts';
export { apply } from './verbs/apply.ts';
export { destroy } from './verbs/destroy.ts';
export { drift } from './verbs/drift.ts';
export { forget } from './verbs/forget.ts';
export { history } from './verbs/history.ts';
export type { ApplyOptions, ApplyReport, Interaction, PlanOptions, ReadPorts, WritePorts } from './verbs/options.ts';
export { plan } from './verbs/plan.ts';
export { rollback } from './verbs/rollback.ts';
