import type { Problem } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { Context, OpenStackScope } from './types.ts';

interface CapiIds {
  machine?: string | undefined;
  infra?: string | undefined;
}

/** The provider id of a machine, on both of its objects in Cluster API. Machine API takes one without a region only. */
export function providerId(): Codec<{ providerID?: string | undefined }, CapiIds, Context> {
  const id = 'openstack:///5a1b7c2e-0d5c-4f0f-8a61-1f6a3d1e9c77';
  return {
    rule: 'the same on Machine and OpenStackMachine: `openstack:///` and the id of the instance',
    fields: [],
    samples: { mapi: [{ providerID: id }, {}], capi: [{ machine: id, infra: id }, {}] },
    toCapi({ providerID } = {}, scope) {
      if (!providerID) return {};
      checkId(providerID, scope.at('providerID'));
      return { machine: providerID, infra: providerID };
    },
    toMapi({ machine, infra } = {}, scope) {
      const providerID = machine || infra;
      if (!providerID) return {};
      checkId(providerID, scope.at(machine ? 'machine' : 'infra'));
      if (machine && infra && machine !== infra) {
        scope.at('infra').report({
          code: 'Conflict',
          value: infra,
          message: `differs from the Machine's provider id, which is ${machine}`,
          hint: 'Find out which instance is meant; both must name it.',
        });
      }
      return { providerID };
    },
  };
}

function checkId(value: string, scope: OpenStackScope): void {
  if (scope.context.object.kind === 'MachineSet') scope.report({ value, ...inTemplate });
  else if (!/^openstack:\/\/\/[^/]+$/.test(value)) scope.report({ value, ...malformed });
}

const inTemplate: Problem = {
  code: 'NotSupported',
  message: 'a template that names an instance would give every machine the same one',
  hint: 'Remove it from the template.',
};

const malformed: Problem = {
  code: 'InvalidValue',
  message: 'Machine API takes only openstack:/// and the id of the instance, without a region',
  hint: 'Correct the provider id; its owner writes it once the instance exists.',
};
