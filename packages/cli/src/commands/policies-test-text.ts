import type { AdmissionRequest, Ruling } from '@capstan/operator/offline';
import { printable } from '../input/quote.ts';
import type { Colour, Io } from '../io.ts';
import { wrapText } from '../wrap-text.ts';

/** One request and what becomes of it. */
export interface Judged {
  readonly file: string;
  readonly line: number;
  readonly request: AdmissionRequest;
  readonly verdict: 'refused' | 'unknown' | 'warned' | 'allowed';
  readonly rulings: readonly Ruling[];
}

const colours: { readonly [V in Judged['verdict']]: Colour } = {
  refused: 'red',
  unknown: 'yellow',
  warned: 'yellow',
  allowed: 'green',
};

/** What is said of an effect, before its message. */
const leads: { readonly [E in Ruling['effect']]: string } = {
  refused: '',
  warned: 'warning: ',
  audited: 'in the audit log: ',
  unknown: 'cannot be said offline: ',
};

/** A paragraph a request: what becomes of it, and which policy says what. */
export function judgedText(judged: readonly Judged[], user: string, paint: Io['paint']): string {
  const paragraphs = judged.map(({ file, line, request, verdict, rulings }) => {
    const head = `${paint('out', colours[verdict], verdict)}: ${deed(request)} (${file}:${line})`;
    const names = [...new Set(rulings.map(({ policy }) => policy))];
    const said = names.map((name) => {
      const lines = rulings
        .filter(({ policy }) => policy === name)
        .map(({ effect, message }) => wrapText(printable(`${leads[effect]}${message}`), 4));
      return [`  ${printable(name)}`, ...lines].join('\n');
    });
    return [head, ...said].join('\n');
  });
  const count = (verdict: Judged['verdict']) => judged.filter((each) => each.verdict === verdict).length;
  const counts = (['allowed', 'warned', 'refused', 'unknown'] as const).flatMap((verdict) =>
    count(verdict) === 0 ? [] : [`${count(verdict)} ${verdict}`],
  );
  const noun = judged.length === 1 ? 'request' : 'requests';
  return `${paragraphs.join('\n\n')}\n\n${judged.length} ${noun} as ${printable(user)}: ${counts.join(', ')}.\n`;
}

function deed({ operation, resource, group, name, namespace, subresource }: AdmissionRequest): string {
  const verbs = { CREATE: 'create', UPDATE: subresource === 'scale' ? 'scale' : 'change', DELETE: 'delete' } as const;
  const kind = group === '' ? resource : `${resource}.${group}`;
  return printable(`${verbs[operation]} ${kind} ${namespace === '' ? name : `${namespace}/${name}`}`);
}
