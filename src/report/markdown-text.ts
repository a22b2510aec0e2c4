// Text of users and files in Markdown: as code or as prose, so that nothing in it is markup, a link, a mention, a
// reference to an issue, or the end of what is around it.

import { visible } from './visible.ts';

const longest = 300;

/** At most so many characters. */
export function cut(text: string, length = longest): string {
  if (text.length <= length) return text;
  const end = /[\ud800-\udbff]/.test(text[length - 2] ?? '') ? length - 2 : length - 1;
  return `${text.slice(0, end)}…`;
}

/** A code span on one line: whatever is in it stands for itself. */
export function code(text: string): string {
  const line = cut(visible(text));
  if (line === '') return '` `';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = /^`|`$|^ .* $/s.test(line) ? ' ' : '';
  return fence + pad + line + pad + fence;
}

/** A sentence on one line; what it sets in back-ticks becomes code. */
export function prose(text: string): string {
  const parts = cut(visible(text), 4 * longest).split(/(`[^`]*`)/);
  return parts.map((part, i) => (i % 2 === 1 ? code(part.slice(1, -1)) : escaped(part))).join('');
}

/**
 * Each character that could be markup stands for itself. After `@`, `#`, `!` and the like comes a blank of no width:
 * forges look for names and numbers after them in what they have already rendered, where no escape is left.
 */
function escaped(text: string): string {
  return text
    .replace(/[&<>]/g, (character) => entities[character] ?? '')
    .replace(/[\\`*_[\]#!|~$]|^[-+=]|(?<=^\d+)[.)]/g, '\\$&')
    .replace(/(@|\\[#!~$]|%|&amp;)(?=[\w"])/g, '$1\u200b')
    .replace(address, '$&\u200b');
}

/** What forges make a link of by itself. */
const address = /https?(?=:)|www(?=\.)/gi;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Lines in a block of code. */
export function fenced(language: string, lines: readonly string[]): string {
  const text = lines.join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [fence + language, text, fence].join('\n');
}

/** Text in HTML, within `<summary>`. */
export function inHtml(text: string): string {
  return cut(visible(text))
    .replace(
      /[&<>"'@#`*_[\]\\~$!|]/g,
      (character) => `&#${character.charCodeAt(0)};${character === '@' || character === '#' ? '\u200b' : ''}`,
    )
    .replace(address, '$&\u200b');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
