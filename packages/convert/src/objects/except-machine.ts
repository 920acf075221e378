import { asObject, textAt } from '../mapping/json.ts';
import type { Converter } from './convert.ts';

/** Converts the Machine of this name with a converter of its own: nothing can be compared with what was made of itself. */
export function exceptMachine(name: string, own: Converter, others: Converter): Converter {
  const of = (source: unknown): Converter => {
    const object = asObject(source);
    return object?.['kind'] === 'Machine' && textAt(object, 'metadata', 'name') === name ? own : others;
  };
  return {
    toClusterApi: (object) => of(object).toClusterApi(object),
    toMachineApi: (object, infraObject) => of(object).toMachineApi(object, infraObject),
    same: others.same,
  };
}
