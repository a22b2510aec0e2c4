// A text that must not be seen: it compares without showing and prints as a mask.

const mask = '‹secret›';

/** A shorter text occurs by chance everywhere. */
const leastHidden = 4;

/** Opaque. `reveal` is called where final bytes are made and where they are compared with a file, nowhere else. */
export class Secret {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  equals(other: unknown): boolean {
    return other instanceof Secret && other.#text === this.#text;
  }
  /** A key under which equal secrets meet; never printed. */
  reveal(): string {
    return this.#text;
  }
  /** The text with each occurrence of the secret masked, as it is or quoted as in JSON; too short ones stay. */
  hideIn(text: string): string {
    if (this.#text.length < leastHidden) return text;
    const forms = [this.#text, JSON.stringify(this.#text).slice(1, -1)];
    return forms.reduce((hidden, form) => hidden.replaceAll(form, mask), text);
  }
  toString(): string {
    return mask;
  }
  toJSON(): string {
    return mask;
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return mask;
  }
}
