// Commands that a host splits as a POSIX shell would, though no shell runs them.

/** The words of a command line; undefined where a quotation has no end. */
export function splitWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (const [token] of line.matchAll(tokens)) {
    if (/^\s/.test(token)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    const text = unquoted(token);
    if (text === undefined) return undefined;
    word = (word ?? '') + text;
  }
  return word === undefined ? words : [...words, word];
}

const tokens = /\s+|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|[^\s'"\\]+|['"\\]/g;

function unquoted(token: string): string | undefined {
  if (/^['"\\]$/.test(token)) return undefined;
  if (token.startsWith("'")) return token.slice(1, -1);
  if (token.startsWith('"')) return token.slice(1, -1).replace(/\\(["\\])/g, '$1');
  return token.startsWith('\\') ? token.slice(1) : token;
}

/** One word in quotes; a template stays one. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

/** Does the word mean itself without quotes? */
export function isPlainWord(word: string): boolean {
  return /^[\w@%+=:,./-]+$/.test(word);
}
