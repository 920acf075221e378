import type { Shape } from '@capstan/api';
import { platforms } from '@capstan/convert';
import { typeRows } from '@capstan/convert/testing';
import { describe, expect, it } from 'vitest';
import { crdSchema, openapiDefinitions } from '../control-plane/crds.ts';
import { type InfraPlatform, infraCrd, infraProviders } from '../control-plane/infra-crds.ts';
import { uncoveredProperties } from './uncovered.ts';

/** Provider specs in openshift/api's OpenAPI document; undefined for those that it does not have. */
const definitions: { readonly [P in InfraPlatform]: string | undefined } = {
  AWS: 'v1beta1.AWSMachineProviderConfig',
  Azure: 'v1beta1.AzureMachineProviderSpec',
  BareMetal: undefined,
  GCP: 'v1beta1.GCPMachineProviderSpec',
  IBMCloud: undefined,
  Nutanix: 'v1.NutanixMachineProviderConfig',
  OpenStack: 'v1alpha1.OpenstackProviderSpec',
  PowerVS: 'v1.PowerVSMachineProviderConfig',
  VSphere: 'v1beta1.VSphereMachineProviderSpec',
};

/** What is checked where no registry serves the schema, and CAPSTAN_EXTRA_CRDS does not say where it is. */
const ownList = "Capstan's own list";

const openapi = await openapiDefinitions();

describe.each(platforms)('the table of $type', async (platform) => {
  const { provider, infra, tables } = platform;
  const type = infraPlatform(platform.type);
  const fields = [...typeRows(platform), ...tables.platformRows].flatMap((row) => row.fields);
  const version = infra.apiVersion.split('/')[1] ?? '';
  const definition = definitions[type];

  it(`has a row for every field of ${provider.kind} (${definition === undefined ? ownList : 'openshift/api'}), so that an upstream field is not lost unnoticed`, () => {
    if (definition === undefined) {
      expect(uncoveredProperties(schemaOf(provider.shape), fields, 'mapi')).toEqual([]);
      return;
    }
    const schema = openapi[`com.github.openshift.api.machine.${definition}`];
    if (schema === undefined) throw new Error(`openapi.json has no ${definition}`);
    expect(uncoveredProperties(schema, fields, 'mapi', openapi)).toEqual([]);
  });

  for (const kind of [infra.machineKind, infra.templateKind]) {
    const crd = await infraCrd(type, kind);
    const spec = crd === undefined ? undefined : crdSchema(crd, version).properties?.['spec'];
    it(`has a row for every property of ${kind} (${crd === undefined ? ownList : 'its CRD'})`, () => {
      const machine = kind === infra.machineKind ? spec : spec?.properties?.['template']?.properties?.['spec'];
      expect(uncoveredProperties(machine ?? schemaOf(infra.shape), fields, 'capi')).toEqual([]);
    });
  }

  it('has no row for a field that neither type has', () => {
    for (const [side, shape] of [
      ['mapi', provider.shape],
      ['capi', infra.shape],
    ] as const) {
      const own = fields.flatMap((field) => field[side] ?? []).filter((path) => !path.startsWith('$'));
      expect(own.filter((path) => !isKnown(shape, path))).toEqual([]);
    }
  });
});

it('names a field that has no row', () => {
  const schema = {
    type: 'object',
    properties: { ami: { type: 'object', properties: { id: { type: 'string' }, newField: { type: 'string' } } } },
  };
  const fields = platforms.find(({ type }) => type === 'AWS')?.tables.platformRows.flatMap((row) => row.fields) ?? [];
  expect(uncoveredProperties(schema, fields, 'capi')).toEqual(['ami.newField']);
});

it('every platform that has an infrastructure provider has a table', () => {
  expect(platforms.map(({ type }) => type).sort()).toEqual(Object.keys(infraProviders).sort());
});

function infraPlatform(type: string): InfraPlatform {
  const found = (Object.keys(infraProviders) as InfraPlatform[]).find((known) => known === type);
  if (found === undefined) throw new Error(`infra-crds.ts does not know the platform ${type}`);
  return found;
}

function schemaOf(shape: Shape): Parameters<typeof uncoveredProperties>[0] {
  if (shape.type === 'array') return { type: 'array', items: schemaOf(shape.items) };
  if (shape.type !== 'object') return { type: 'string' };
  const properties = Object.entries(shape.fields).map(([name, field]) => [name, schemaOf(field)]);
  return { type: 'object', properties: Object.fromEntries(properties) };
}

/** True for the path of a field that a shape has; below a map or what is left open anything may be. */
function isKnown(shape: Shape, path: string): boolean {
  let found: Shape | undefined = shape;
  for (const step of path.replaceAll('[]', '').split('.')) {
    while (found?.type === 'array') found = found.items;
    if (found?.type === 'map' || found?.type === 'any') return true;
    found = found?.type === 'object' ? found.fields[step] : undefined;
  }
  return found !== undefined;
}
