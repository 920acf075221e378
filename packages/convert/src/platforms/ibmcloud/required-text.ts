import type { Codec } from '../../mapping/make-row.ts';
import { reportRefusal } from '../../mapping/simple-lenses.ts';

/** A value that both sides have in the same words, and without which neither can make a machine. */
export function requiredText<C>(noun: string, samples: readonly string[]): Codec<string, string, C> {
  const copy: Codec<string, string, C>['toCapi'] = (value, scope) => {
    if (value === undefined) {
      scope.report({ code: 'Required', message: `no ${noun} is named`, hint: `Name the ${noun} of the machine.` });
    }
    return value;
  };
  return {
    rule: 'the same value',
    samples: { mapi: samples, capi: samples, required: true },
    toCapi: copy,
    toMapi: copy,
  };
}

/**
 * The subnet. Both sides look its name up; CAPIBM takes what is no name for an id, which Machine API does not, so what
 * looks like an id is refused.
 */
export function subnet<C>(): Codec<string, string, C> {
  const text = requiredText<C>('subnet', ['ocp1-x7k2p-subnet-compute-eu-de-1', 'corp-workers']);
  const named: Codec<string, string, C>['toCapi'] = (value, scope) => {
    if (value === undefined || !vpcId.test(value)) return text.toCapi(value, scope);
    reportRefusal(scope, value, {
      doc: 'looks like the id of a subnet, and Machine API finds subnets by their names',
      hint: 'Write the name of the subnet instead of its id.',
    });
    return undefined;
  };
  return { ...text, rule: 'the same name; an id is refused', toCapi: named, toMapi: named };
}

/** How VPC resources are numbered: a zone's prefix and a UUID. */
const vpcId = /^[0-9a-z]{4}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
