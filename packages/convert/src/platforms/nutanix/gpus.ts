import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';

interface Gpu<T extends string> {
  type?: T | undefined;
  deviceID?: number | undefined;
  name?: string | undefined;
}

/** A GPU, by the id or the name of the device. Both sides read the member that the type selects. */
export function gpu<C>(): Codec<Gpu<string>, Gpu<'deviceID' | 'name'>, C> {
  return {
    rule: 'by the name or the id of its device',
    fields: [
      { mapi: 'type', capi: 'type', outcome: 'mapped', rule: '`Name` is `name`, `DeviceID` is `deviceID`' },
      { mapi: 'name', capi: 'name', outcome: 'mapped', rule: 'where the type says name; beside another type carried' },
      { mapi: 'deviceID', capi: 'deviceID', outcome: 'mapped', rule: 'where the type says so; else carried' },
    ],
    toCapi(found, scope) {
      const type = found?.type;
      if (type === 'Name') return read(found, 'name', 'name', scope);
      if (type === 'DeviceID') return read(found, 'deviceID', 'deviceID', scope);
      reportType(type, 'Name or DeviceID', scope);
      return undefined;
    },
    toMapi(found, scope) {
      const type = found?.type;
      if (type === 'name') return read(found, 'name', 'Name', scope);
      if (type === 'deviceID') return read(found, 'deviceID', 'DeviceID', scope);
      reportType(type, 'name or deviceID', scope);
      return undefined;
    },
  };
}

/** Machine API has 32 bits for it, Cluster API 64. */
const largestId = 2 ** 31 - 1;

function read<T extends string, C>(
  found: Gpu<string> | undefined,
  member: 'name' | 'deviceID',
  type: T,
  scope: Scope<C>,
): Gpu<T> {
  const other = member === 'name' ? 'deviceID' : 'name';
  if (found?.[other]) {
    scope.at(other).report({
      code: 'DroppedWithoutEffect',
      severity: 'warning',
      value: found[other],
      message: `has no effect: the GPU is known by its ${member}`,
      hint: 'Remove it.',
    });
  }
  const value = found?.[member];
  if (typeof value === 'number' && value > largestId) {
    scope.at(member).report({
      code: 'InvalidValue',
      value,
      message: `Machine API holds ids up to ${largestId}`,
      hint: 'Correct the id, or name the GPU.',
    });
  }
  if (value !== undefined && value !== '') return { type, [member]: value };
  scope.at(member).report({
    code: 'Required',
    message: `the GPU is known by its ${member}, and there is none`,
    hint: `Give the ${member} of the GPU.`,
  });
  return { type };
}

function reportType<C>(type: string | undefined, known: string, scope: Scope<C>): void {
  scope.at('type').report({
    code: type ? 'InvalidValue' : 'Required',
    ...(type && { value: type }),
    message: 'must say whether the GPU is known by its name or by the id of its device',
    hint: `Use ${known}.`,
  });
}
