import { enumeration } from '../../codecs/enumeration.ts';
import type { Codec } from '../../mapping/make-row.ts';

/** How the VM boots. Cluster API's provider has no Secure Boot; UEFI without it is another machine. */
export function bootType<C>(): Codec<string, 'legacy' | 'uefi', C> {
  const codec = enumeration<string, 'legacy' | 'uefi', C>([
    ['Legacy', 'legacy'],
    ['UEFI', 'uefi'],
  ]);
  return {
    ...codec,
    rule: `${codec.rule}; \`SecureBoot\` is refused`,
    toCapi(found, scope) {
      if (found !== 'SecureBoot') return codec.toCapi(found, scope);
      scope.report({
        code: 'NotSupported',
        value: found,
        message: 'Cluster API cannot make a VM with Secure Boot on Nutanix',
        hint: 'Keep this on Machine API, or use bootType: UEFI if the machines may start without Secure Boot.',
      });
      return undefined;
    },
  };
}
