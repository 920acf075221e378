import type { Json, JsonObject, ObjectShape, Shape } from '@capstan/api';
import { asObject } from '@capstan/convert';

/** A value of a shape that says something other than `only`, with what the API server insists on. */
export function sampleOf(shape: Shape | undefined, only?: Json): Json {
  switch (shape?.type) {
    case 'integer':
    case 'number':
      return Math.max(shape.min ?? 5, Math.min(5, shape.max ?? 5));
    case 'boolean':
      return only !== true;
    case 'array':
      return [sampleOf(shape.items)];
    case 'map':
      return { a: sampleOf(shape.values) };
    case 'object': {
      const [first] = Object.keys(shape.fields);
      const names = shape.required ?? (first === undefined ? [] : [first]);
      return Object.fromEntries(names.map((name) => [name, sampleOf(shape.fields[name])]));
    }
    case 'string':
      return shape.enum?.findLast((each) => each !== '' && each !== only) ?? 'sample';
    default:
      return typeof only === 'number' ? only + 1 : typeof only === 'boolean' ? !only : 'sample';
  }
}

/** The shape of a path's value. */
export function shapeAt(shape: Shape | undefined, [step, ...rest]: readonly string[]): Shape | undefined {
  if (step === undefined || shape?.type !== 'object') return step === undefined ? shape : undefined;
  const field = shape.fields[step.replace('[]', '')];
  return shapeAt(step.endsWith('[]') && field?.type === 'array' ? field.items : field, rest);
}

/** `spec` with a value at a path of which steps that end in `[]` are lists of one item; items have what their shape requires. */
export function withValueAt(
  spec: JsonObject,
  [step = '', ...rest]: readonly string[],
  value: Json,
  shape: ObjectShape | undefined,
): JsonObject {
  const name = step.replace('[]', '');
  const field = shape?.fields[name];
  if (rest.length === 0) return { ...spec, [name]: value };
  const inner = field?.type === 'array' ? field.items : field;
  const innerShape = inner?.type === 'object' ? inner : undefined;
  const existing = spec[name];
  const [item] = Array.isArray(existing) ? existing : [existing];
  const required =
    innerShape === undefined ? {} : asObject(sampleOf({ ...innerShape, required: innerShape.required ?? [] }));
  const below = withValueAt({ ...toJson(required), ...toJson(item) }, rest, value, innerShape);
  return { ...spec, [name]: step.endsWith('[]') ? [below] : below };
}

function toJson(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(asObject(value) ?? {}));
}

/** Values of fields of which our schemas say less than the CRD does: in place of the ones made of the schema. */
export const samples: Readonly<Record<string, Json>> = {
  'Machine spec.bootstrap.configRef': { apiGroup: 'bootstrap.example.org', kind: 'Config', name: 'a' },
  'Machine spec.deletion.nodeDrainTimeoutSeconds': 30,
  'Machine spec.deletion.nodeVolumeDetachTimeoutSeconds': 30,
  'Machine spec.readinessGates': [{ conditionType: 'Ready' }],
  'MachineSet spec.machineNaming': { template: '{{ .machineSet.name }}-{{ .random }}' },
  'AWSMachine spec.capacityReservationPreference': 'Open',
  'GCPMachine spec.aliasIPRanges': [{ ipCidrRange: '10.0.0.0/24' }],
  'OpenStackMachine spec.schedulerHintAdditionalProperties': [{ name: 'a', value: { type: 'String', string: 'b' } }],
  'VSphereMachine spec.resources': { requests: { cpu: '1' } },
};

const suppliedKey = { keyType: 'Managed', suppliedKey: { rawKey: 'c2FtcGxl' } };

/** Changes that set a field and what the CRD wants with it: other fields too, or none of them. */
export const changes: Readonly<Record<string, { readonly [field: string]: Json | undefined }>> = {
  'NutanixMachine spec.imageLookup': { image: undefined, imageLookup: { baseOS: 'rhcos' } },
  'NutanixMachine spec.dataDisks[].storageConfig.storageContainer.name': {
    dataDisks: [
      { diskSize: '20Gi', storageConfig: { diskMode: 'Standard', storageContainer: { type: 'name', name: 'a' } } },
    ],
  },
  'GCPMachine spec.rootDiskEncryptionKey.suppliedKey': { rootDiskEncryptionKey: suppliedKey },
  'GCPMachine spec.additionalDisks[].encryptionKey.suppliedKey': { additionalDisks: [{ encryptionKey: suppliedKey }] },
  'OpenStackMachine spec.image.id': { image: { id: '11111111-2222-4333-8444-555555555555' } },
  'OpenStackMachine spec.image.imageRef.name': { image: { imageRef: { name: 'a' } } },
};

/** Fields that are never there without another that is refused first. */
export const refusedBy: Readonly<Record<string, string>> = {
  'spec.ports[].valueSpecs[].name': 'spec.ports[].valueSpecs[].key',
  'spec.ports[].valueSpecs[].value': 'spec.ports[].valueSpecs[].key',
};
