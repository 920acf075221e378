import { requiredText } from '../../codecs/required-text.ts';
import type { Codec } from '../../mapping/make-row.ts';

/** The name of an SSH key pair of the workspace. Machine API takes no machine without one; Cluster API would. */
export function sshKey<C>(): Codec<string, string, C> {
  return requiredText(
    {
      message: 'no SSH key pair is named, and Machine API takes no machine without one',
      hint: 'Name a key pair of the workspace.',
    },
    ['ocp1-x7k2p-key'],
    'the same name; absent is refused',
  );
}
