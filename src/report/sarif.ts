// Findings for code scanning: SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/, 2026-08-20. What GitHub needs
// beside the standard is there too: each result has a place, with a path relative to the root of the checkout.

import { sha256 } from '../model/digest.ts';
import { type Finding, sortFindings } from '../model/finding.ts';
import { byCodePoint, type Json } from '../model/json.ts';
import { sentencesOf, subjectOf } from './findings.ts';
import { printJson, tidy } from './json.ts';
import { type Desk, pathInRoot, type Review } from './review.ts';
import { visible } from './visible.ts';

/** A log of one run with every finding that stands in the checkout; others are placed at the manifest. */
export function sarif({ findings, manifest, error }: Review, desk: Desk): string {
  const sorted = sortFindings(findings);
  const codes = [...new Set(sorted.map(({ code }) => code))].sort(byCodePoint);
  const isOurs = error === undefined || sorted.some(({ severity }) => severity === 'error');
  return printJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'hatch',
            ...(/^\d/.test(desk.version) && { semanticVersion: desk.version }),
            rules: codes.map((id) => ({ id, name: id, shortDescription: { text: id.replaceAll('-', ' ') } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        // GitHub takes no other words for the root of the checkout.
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the checkout.' } } },
        invocations: [
          tidy({
            executionSuccessful: isOurs,
            toolExecutionNotifications:
              error === undefined ? undefined : [{ level: 'error', message: { text: plain(error.message) } }],
          }),
        ],
        results: sorted.map((finding) => result(finding, codes, manifest, desk)),
      },
    ],
  });
}

function result(finding: Finding, codes: readonly string[], manifest: string | undefined, { root }: Desk): Json {
  const { code, severity, message, place } = finding;
  const own = place === undefined ? undefined : pathInRoot(place.file, root);
  const file = own ?? (manifest === undefined ? undefined : pathInRoot(manifest, root));
  const region =
    own === undefined || place?.line === undefined
      ? { startLine: 1 }
      : { startLine: place.line, startColumn: place.column };
  return tidy({
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: sentencesOf(finding).map(plain).join('\n') },
    locations: [
      {
        physicalLocation:
          file === undefined ? undefined : { artifactLocation: { uri: encoded(file), uriBaseId: '%SRCROOT%' }, region },
        logicalLocations: undefined,
      },
    ].filter(({ physicalLocation }) => physicalLocation !== undefined),
    // Lines move: the same finding is known again by what it is about.
    partialFingerprints: {
      'hatch/v1': sha256([code, file ?? '', place?.pointer ?? '', subjectOf(finding), message].join('\0')),
    },
  });
}

/** A plain message may hold links, `[text](place)`: nothing of a file becomes one. */
function plain(text: string): string {
  return visible(text).replaceAll('](', ']\u200b(');
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
