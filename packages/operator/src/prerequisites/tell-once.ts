import type { Notice, PrerequisiteDeps } from './prerequisite.ts';

/** Tells notices, each once until it changes: a look repeats what it found, and nobody wants to read it again. */
export interface Teller {
  /** `topic` is what the notice is about; a later one about the same takes its place. */
  tell(topic: string, notice: Notice): void;
  /** All is well again: the next notice about it is news. */
  clear(topic: string): void;
}

/** Makes one. */
export function createTeller({ onNotice, recorder }: Pick<PrerequisiteDeps, 'onNotice' | 'recorder'>): Teller {
  const told = new Map<string, string>();
  return {
    tell(topic, notice) {
      const { type, object, reason, note } = notice;
      const text = `${reason}: ${note}`;
      if (told.get(topic) === text) return;
      told.set(topic, text);
      onNotice(notice);
      if (type === 'Warning') recorder?.record({ object, type, reason, action: 'PreparingCluster', note });
    },
    clear: (topic) => void told.delete(topic),
  };
}
