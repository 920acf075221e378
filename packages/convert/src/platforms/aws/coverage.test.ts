import { expect, it } from 'vitest';
import { uncoveredProperties } from '../../testing/coverage.ts';
import { describeCoverage } from '../../testing/describe-coverage.ts';
import { aws } from './platform.ts';

describeCoverage(aws, 'AWS', 'v1beta1.AWSMachineProviderConfig');

it('names a field that has no row', () => {
  const schema = {
    type: 'object',
    properties: { ami: { type: 'object', properties: { id: { type: 'string' }, newField: { type: 'string' } } } },
  };
  const fields = aws.rows.flatMap((row) => row.fields);
  expect(uncoveredProperties(schema, fields, 'capi')).toEqual(['ami.newField']);
});
