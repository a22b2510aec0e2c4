// Does a JSON text have this key at its top? Answered from the text alone, comments and strings left out; only to choose
// between two files, so text that is not valid is no error.

/** `text` may be JSONC or JSON5; a key counts in either kind of quotes, or in none. */
export function hasTopLevelKey(text: string, key: string): boolean {
  let depth = 0;
  let previous: string | undefined;
  for (const [token] of text.matchAll(tokens)) {
    if (token.startsWith('//') || token.startsWith('/*')) continue;
    if (token === ':' && depth === 1 && previous === key) return true;
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    previous = unquoted(token);
  }
  return false;
}

// What is not closed goes on to the end, so that nothing is looked at twice.
const tokens =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]?|[^"\\])*(?:"|$)|'(?:\\[\s\S]?|[^'\\])*(?:'|$)|[{}[\]:,]|[\w$]+/g;

function unquoted(token: string): string {
  return /^["']/.test(token) ? token.slice(1, -1) : token;
}
