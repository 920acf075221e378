import { azureMachineProviderSpec, type ObjectShape, type Shape } from '@capstan/api';

/**
 * The provider spec as it may be written. What Go calls required is only what it always writes, be it empty: publicIP, every
 * part of an image, the managed disk. A key of older documentation, sshPrivateKey, stands beside the type's own.
 */
export const azureProviderShape: ObjectShape = {
  type: 'object',
  fields: { ...withoutRequired(azureMachineProviderSpec).fields, sshPrivateKey: { type: 'string' } },
};

/** Items of lists keep what they need: nothing else would tell that a disk lacks its number. */
function withoutRequired({ fields }: ObjectShape): ObjectShape {
  const inner = (shape: Shape) => (shape.type === 'object' ? withoutRequired(shape) : shape);
  return {
    type: 'object',
    fields: Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, inner(shape)])),
  };
}
