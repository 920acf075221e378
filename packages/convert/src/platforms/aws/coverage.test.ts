import { expect, it } from 'vitest';
import { awsCrds, crdSchema, openapiDefinitions } from '../../../../../test/control-plane/crds.ts';
import { typeRows } from '../../objects/platform.ts';
import { uncoveredProperties } from '../../testing/coverage.ts';
import { aws } from './platform.ts';

const fields = [...typeRows(aws), ...aws.rows].flatMap((row) => row.fields);

it('has a row for every field of AWSMachineProviderConfig, so that an upstream field is not lost unnoticed', async () => {
  const definitions = await openapiDefinitions();
  const type = 'com.github.openshift.api.machine.v1beta1.AWSMachineProviderConfig';
  expect(uncoveredProperties(definitions[type] ?? {}, fields, 'mapi', definitions)).toEqual([]);
});

it.each(['AWSMachine', 'AWSMachineTemplate'])('has a row for every property of the %s CRD', async (kind) => {
  const crd = (await awsCrds()).find((candidate) => candidate.spec.names.kind === kind);
  if (crd === undefined) throw new Error(`no CRD ${kind}`);
  const spec = crdSchema(crd, aws.infra.apiVersion.split('/')[1] ?? '').properties?.['spec'];
  const machine = kind === 'AWSMachine' ? spec : spec?.properties?.['template']?.properties?.['spec'];
  expect(uncoveredProperties(machine ?? {}, fields, 'capi')).toEqual([]);
});

it('names a field that has no row', () => {
  const schema = {
    type: 'object',
    properties: { ami: { type: 'object', properties: { id: { type: 'string' }, newField: { type: 'string' } } } },
  };
  expect(uncoveredProperties(schema, fields, 'capi')).toEqual(['ami.newField']);
});
