import { describe, expect, it } from 'vitest';
import { converter, mapiSet, provider } from '../../testing/azure.ts';
import { at, converted, errorsOf } from '../../testing/fixture.ts';

const carried = 'capstan.openshift.io/carried';
const [template = {}, set = {}] = converted(converter().toClusterApi(mapiSet(provider({ managedIdentity: 'worker' }))));

/** The MachineSet with other words in its annotation. */
function withCarried(change: (kept: { [row: string]: unknown }) => void) {
  const metadata = set['metadata'] as { readonly annotations: { readonly [key: string]: string } };
  const kept = JSON.parse(metadata.annotations[carried] ?? '{}');
  change(kept);
  return {
    ...set,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [carried]: JSON.stringify(kept) } },
  };
}

describe('an annotation that somebody broke', () => {
  it.each([5, 'x', null, [], {}, { value: 5 }, { value: { name: 5 } }, { value: {}, subscription: 5 }])(
    'by %j does not break the way back where the AzureCluster tells the same',
    (broken) => {
      const changed = withCarried((kept) => {
        kept['managedIdentity'] = broken;
      });
      const [back] = converted(converter().toMachineApi(changed, template));
      expect(at(back, 'spec.template.spec.providerSpec.value.managedIdentity')).toBe('worker');
    },
  );

  it.each([5, null, [], {}])('by %j does not make a name of a network', (broken) => {
    const changed = withCarried((kept) => {
      kept['vnet'] = broken;
    });
    const [back] = converted(converter().toMachineApi(changed, template));
    expect(at(back, 'spec.template.spec.providerSpec.value.vnet')).toBe('ocp1-x7k2p-vnet');
    const [error] = errorsOf(converter({ infraCluster: null }).toMachineApi(changed, template));
    expect(error?.code).toBe('MissingObject');
  });

  it.each([5, null, { ip: 'x', public: 7 }])('by %j does not make a load balancer up', (broken) => {
    const changed = withCarried((kept) => {
      kept['publicIP'] = broken;
    });
    const [back] = converted(converter().toMachineApi(changed, template));
    expect(at(back, 'spec.template.spec.providerSpec.value.publicLoadBalancer')).toBe('ocp1-x7k2p');
  });
});

it('what was changed in Cluster API meanwhile is not overwritten by what was carried', () => {
  const spec = at(template, 'spec.template.spec') as object;
  const changed = {
    ...template,
    spec: { template: { spec: { ...spec, identity: 'None', userAssignedIdentities: [] } } },
  };
  const [back] = converted(converter().toMachineApi(set, changed));
  expect(at(back, 'spec.template.spec.providerSpec.value')).not.toHaveProperty('managedIdentity');
});
