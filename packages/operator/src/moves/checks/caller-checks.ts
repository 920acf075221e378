import { fullName } from '../object-name.ts';
import { alike, type Check } from './finding.ts';

/** Half a move, for want of a right, is worse than none. */
export const rightsCheck: Check = {
  name: 'rights',
  title: 'you may do all that a run does',
  look({ facts: { deniedRights } }) {
    return deniedRights.map(({ verb, resource, namespace }) => ({
      severity: 'error' as const,
      objects: [],
      message: `you may not ${verb} ${resource} in ${namespace}`,
      hint: 'Ask for the right, or use another context: --context.',
    }));
  },
};

/** What the API server says to each change, tried without storing it: policies speak here. */
export const policiesCheck: Check = {
  name: 'policies',
  title: 'the API server would take each change',
  look({ facts: { answers } }) {
    return alike(
      answers.flatMap(({ of, refusal, warnings }) => [
        ...(refusal === undefined
          ? []
          : [
              {
                object: fullName(of),
                severity: 'error' as const,
                message: `the API server refuses the change: ${refusal}`,
                hint: 'Do what the message asks for, then run this again.',
              },
            ]),
        ...warnings.map((warning) => ({
          object: fullName(of),
          severity: 'warning' as const,
          message: `the API server warns: ${warning}`,
          hint: 'Nothing has been changed yet.',
        })),
      ]),
    );
  },
};
