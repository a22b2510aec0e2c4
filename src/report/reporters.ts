// The reports for reviewers and runners, by the name that `--format` takes.

import { github } from './github.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { Reporter } from './review.ts';
import { sarif } from './sarif.ts';

export const reporters = { markdown, github, junit, sarif } as const satisfies Readonly<Record<string, Reporter>>;

export type ReporterName = keyof typeof reporters;
