import type { Shape } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { crdSchema, openapiDefinitions } from '../../../../test/control-plane/crds.ts';
import { type InfraPlatform, infraCrd } from '../../../../test/control-plane/infra-crds.ts';
import { type Platform, typeRows } from '../objects/platform.ts';
import { uncoveredProperties } from './coverage.ts';

/**
 * That every field of a platform has a row: of the infra machine's and template's real CRD, and of the provider spec, which
 * is `definition` in openshift/api's OpenAPI document, below machine (such as `v1beta1.GCPMachineProviderSpec`). A provider spec
 * that is not there is checked against Capstan's own list of its fields, and so is an infra machine whose CRD no registry
 * serves, unless CAPSTAN_EXTRA_CRDS says where it is; the names of the tests say so.
 */
export function describeCoverage<F>(platform: Platform<F>, type: InfraPlatform, definition: string | undefined): void {
  const { provider, infra } = platform;
  const fields = [...typeRows(platform), ...platform.rows].flatMap((row) => row.fields);
  const version = infra.apiVersion.split('/')[1] ?? '';
  const ownList = "Capstan's own list";

  describe(`the table of ${type}`, async () => {
    const against = definition === undefined ? ownList : 'openshift/api';
    it(`has a row for every field of ${provider.kind} (${against}), so that an upstream field is not lost unnoticed`, async () => {
      if (definition === undefined) {
        expect(uncoveredProperties(schemaOf(provider.shape), fields, 'mapi')).toEqual([]);
        return;
      }
      const definitions = await openapiDefinitions();
      const schema = definitions[`com.github.openshift.api.machine.${definition}`];
      if (schema === undefined) throw new Error(`openapi.json has no ${definition}`);
      expect(uncoveredProperties(schema, fields, 'mapi', definitions)).toEqual([]);
    });

    for (const kind of [infra.machineKind, infra.templateKind]) {
      const crd = await infraCrd(type, kind);
      const schema = crd === undefined ? undefined : crdSchema(crd, version).properties?.['spec'];
      it(`has a row for every property of ${kind} (${crd === undefined ? ownList : 'its CRD'})`, () => {
        const machine = kind === infra.machineKind ? schema : schema?.properties?.['template']?.properties?.['spec'];
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
