import { knownGates, mainGate } from './feature-gates.ts';
import type { GateStates } from './standing.ts';

/** The flag's gates, or what is wrong with it. */
export type FeatureGatesFlag =
  | { readonly ok: true; readonly gates: GateStates }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** Parses `--feature-gates NAME=true|false[,...]`. */
export function parseFeatureGatesFlag(text: string): FeatureGatesFlag {
  const gates = new Map<string, boolean>();
  for (const part of text.split(',').map((each) => each.trim())) {
    const [name = '', value, ...more] = part.split('=').map((each) => each.trim());
    if (name === '') return failed('--feature-gates has a gate without a name', example);
    if (!knownGates.includes(name)) {
      return failed(`--feature-gates names ${name}, and no gate of that name means anything to Capstan`, known);
    }
    if ((value !== 'true' && value !== 'false') || more.length > 0) {
      const given = value === undefined ? 'without a value' : JSON.stringify([value, ...more].join('='));
      return failed(`--feature-gates has ${name} ${given}, and a gate is true or false`, example);
    }
    const before = gates.get(name);
    if (before !== undefined && String(before) !== value) {
      return failed(`--feature-gates has ${name} both true and false`, 'Give it once.');
    }
    gates.set(name, value === 'true');
  }
  return { ok: true, gates };
}

const example = `Write NAME=true or NAME=false with commas between them, as in --feature-gates ${mainGate}=true.`;
const known = `Gates are ${knownGates.join(', ')}.`;

function failed(message: string, hint: string): FeatureGatesFlag {
  return { ok: false, message, hint };
}
