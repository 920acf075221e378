import { requiredText } from '../../codecs/required-text.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { reportRefusal } from '../../mapping/simple-lenses.ts';

/** The profile of an instance, which says how large it is. */
export function instanceProfile<C>(): Codec<string, string, C> {
  return requiredText(notNamed('instance profile'), ['bx2-4x16', 'gx2-8x64x1v100']);
}

/**
 * The subnet. Both sides look its name up; CAPIBM takes what is no name for an id, which Machine API does not, so what
 * looks like an id is refused.
 */
export function subnet<C>(): Codec<string, string, C> {
  const text = requiredText<C>(notNamed('subnet'), ['ocp1-x7k2p-subnet-compute-eu-de-1', 'corp-workers']);
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

function notNamed(noun: string) {
  return { message: `no ${noun} is named`, hint: `Name the ${noun} of the machine.` };
}
