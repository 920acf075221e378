import type { Problem } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';

interface MapiSlots {
  providerID?: string | undefined;
}

interface CapiSlots {
  machine?: string | undefined;
  infra?: string | undefined;
}

const sample = 'baremetalhost:///openshift-machine-api/rack-12-u07/3f0b9a52-7c1e-4d0f-9a44-1be5c2d7e8f6';

/**
 * A machine that runs has `baremetalhost:///NAMESPACE/HOST/UID` in Machine API, the UID not always (the actuator's
 * getHostKey), and `metal3://...` in Cluster API. A Node keeps the one that it got, so an id is mirrored as it is and never
 * made into the other form; on the Metal3Machine it keeps CAPM3 from looking for another host.
 */
export function providerId<P>(): Codec<MapiSlots, CapiSlots, RowContext<P>> {
  return {
    rule: 'the same on Machine and Metal3Machine, in the form of Machine API; `metal3://` is refused',
    samples: {
      mapi: [{ providerID: sample }, {}],
      capi: [{ machine: sample, infra: sample }, { machine: sample }, {}],
    },
    toCapi(found, scope) {
      const id = found?.providerID;
      if (!id) return {};
      const problem = problemOf(id, scope.context);
      if (problem === undefined) return { machine: id, infra: id };
      scope.at('providerID').report(problem);
      return {};
    },
    toMapi(found, scope) {
      const { machine, infra } = found ?? {};
      const id = machine || infra;
      if (!id) return {};
      const problem = problemOf(id, scope.context);
      if (problem !== undefined) {
        scope.at(machine ? 'machine' : 'infra').report(problem);
        return {};
      }
      if (infra && infra !== id) {
        scope.at('infra').report({
          code: 'Conflict',
          value: infra,
          message: `differs from the Machine's provider id, which is ${id}`,
          hint: 'Find out which host is meant; both must name it.',
        });
      }
      return { providerID: id };
    },
  };
}

function problemOf(value: string, { object }: Pick<RowContext<never>, 'object'>): Problem | undefined {
  if (object.kind === 'MachineSet') {
    return {
      code: 'NotSupported',
      value,
      message: 'a template that names a host would give every machine the same one',
      hint: 'Remove it from the template.',
    };
  }
  if (value.startsWith('metal3://')) {
    return {
      code: 'NotSupported',
      value,
      message: 'is the form of CAPM3, in which Machine API finds no host; a Node keeps the provider id that it has',
      hint: 'Keep this machine on Cluster API, and make a new one under Machine API.',
    };
  }
  if (/^baremetalhost:\/\/\/[^/]+\/[^/]+(\/[^/]+)?$/.test(value)) return undefined;
  return {
    code: 'InvalidValue',
    value,
    message: 'names no host: a provider id of bare metal is baremetalhost:///NAMESPACE/HOST/UID',
    hint: 'Correct the provider id; Machine API writes it once the machine has a host.',
  };
}
