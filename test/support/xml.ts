// A strict little reader of XML, and the shape that test reports have to have.

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Entities resolved. */
  readonly text: string;
}

/** Throws for what is not well-formed, and for characters that XML 1.0 does not have. */
export function readXml(source: string): XmlElement {
  const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(source);
  if (illegal !== null) throw new Error(`an illegal character at ${illegal.index}`);
  const declared = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(source);
  if (declared === null) throw new Error('no declaration');
  let at = declared[0].length;
  const take = (pattern: RegExp): RegExpExecArray => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found === null) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 60)}`);
    at += found[0].length;
    return found;
  };
  const element = (): XmlElement => {
    const [, name = ''] = take(/<([a-z-]+)/y);
    const attributes: Record<string, string> = {};
    while (source[at] === ' ') {
      const [, key = '', value = ''] = take(/ ([a-z]+)="([^"<\n]*)"/y);
      if (key in attributes) throw new Error(`${key} twice`);
      attributes[key] = plain(value);
    }
    if (source.startsWith('/>', at)) {
      at += 2;
      return { name, attributes, children: [], text: '' };
    }
    take(/>/y);
    const children: XmlElement[] = [];
    let text = '';
    for (;;) {
      text += plain(take(/[^<]*/y)[0]);
      if (source.startsWith('</', at)) break;
      children.push(element());
    }
    const [, closed] = take(/<\/([a-z-]+)>/y);
    if (closed !== name) throw new Error(`${name} is closed as ${closed}`);
    return { name, attributes, children, text };
  };
  const root = element();
  take(/\s*$/y);
  return root;
}

function plain(text: string): string {
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#10': '\n' };
  return text.replace(/&([^;]*;?)/g, (_, entity: string) => {
    const found = entity.endsWith(';') ? names[entity.slice(0, -1)] : undefined;
    if (found === undefined) throw new Error(`an unknown entity &${entity}`);
    return found;
  });
}

/** What the common schema of JUnit reports allows (that of Jenkins, which GitLab reads too). */
const shape: Readonly<
  Record<
    string,
    { readonly required: readonly string[]; readonly optional: readonly string[]; readonly holds: readonly string[] }
  >
> = {
  testsuites: {
    required: ['name', 'tests', 'failures'],
    optional: ['errors', 'time', 'disabled'],
    holds: ['testsuite'],
  },
  testsuite: {
    required: ['name', 'tests'],
    optional: ['failures', 'errors', 'time', 'skipped', 'disabled', 'timestamp', 'hostname', 'id', 'package'],
    holds: ['properties', 'testcase', 'system-out', 'system-err'],
  },
  testcase: {
    required: ['name', 'classname'],
    optional: ['time', 'assertions', 'status'],
    holds: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: { required: [], optional: ['message', 'type'], holds: [] },
  'system-out': { required: [], optional: [], holds: [] },
};

/** What breaks that schema; counts that do not agree, too. */
export function junitFaults(element: XmlElement): readonly string[] {
  const { name, attributes, children } = element;
  const allowed = shape[name];
  if (allowed === undefined) return [`<${name}> is unknown`];
  const given = Object.keys(attributes);
  const tests = casesIn(element);
  const counts = {
    tests: tests.length,
    failures: tests.filter((one) => one.children.some((child) => child.name === 'failure')).length,
  };
  return [
    ...allowed.required.filter((key) => !given.includes(key)).map((key) => `${name} lacks ${key}`),
    ...given
      .filter((key) => ![...allowed.required, ...allowed.optional].includes(key))
      .map((key) => `${name} has ${key}`),
    ...children.filter((child) => !allowed.holds.includes(child.name)).map((child) => `${child.name} in ${name}`),
    ...Object.entries(counts)
      .filter(([key, count]) => key in attributes && attributes[key] !== String(count))
      .map(([key, count]) => `${name} says ${attributes[key]} ${key}, and has ${count}`),
    ...children.flatMap(junitFaults),
  ];
}

export function casesIn(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((child) => (child.name === 'testcase' ? [child] : casesIn(child)));
}
