// What a rule across the manifest is given, and what it gives.

import type { Finding } from '../model/finding.ts';
import type { Written } from './written.ts';

export interface RuleContext {
  readonly written: Written;
  /** Every word for a host → its id. */
  readonly hosts: ReadonlyMap<string, string>;
}

/** Finds one kind of fault. */
export type ManifestRule = (context: RuleContext) => Iterable<Finding>;
