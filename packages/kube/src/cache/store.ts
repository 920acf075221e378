import type { KubeObject } from '../client/object.ts';

/** `namespace/name`, or the name alone of what has no namespace. */
export function keyOf({ metadata: { namespace, name } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** What happened to an object, for those who follow a store. `before` is missing for a new one, `after` for one that is gone. */
export type Change =
  | { readonly type: 'added'; readonly after: KubeObject; readonly before?: undefined }
  | { readonly type: 'updated'; readonly before: KubeObject; readonly after: KubeObject }
  | { readonly type: 'deleted'; readonly before: KubeObject; readonly after?: undefined };

/** The values by which an index finds an object. */
export type IndexFunction = (object: KubeObject) => readonly string[];

/** The objects of one resource as last seen. Whoever reads must not write to them: all readers have the same. */
export interface Store<I extends string = string> {
  get(key: string): KubeObject | undefined;
  list(): KubeObject[];
  /** The objects that have `value` in an index; in no order. */
  byIndex(index: I, value: string): KubeObject[];
  readonly size: number;
}

/** The side of a store that its reflector writes to. */
export interface StoreWriter {
  /** Makes `objects` all that there is. */
  replace(objects: readonly KubeObject[]): void;
  put(object: KubeObject): void;
  remove(object: KubeObject): void;
}

/**
 * Makes a store. `follow` is told of each change, after the store has it. An object that was deleted and made again under its
 * name while nobody looked is told as both: another uid is another object, whose finalizers and children have gone.
 */
export function createStore<I extends string>(
  indices: { readonly [Name in I]: IndexFunction },
  follow: (change: Change) => void,
): Store<I> & StoreWriter {
  const objects = new Map<string, KubeObject>();
  const names = Object.keys(indices) as I[];
  const found = new Map<I, Map<string, Set<string>>>(names.map((name) => [name, new Map()]));

  const index = (key: string, object: KubeObject, isThere: boolean): void => {
    for (const name of names) {
      const values = found.get(name);
      for (const value of indices[name](object)) {
        const keys = values?.get(value) ?? new Set();
        if (isThere) keys.add(key);
        else keys.delete(key);
        if (keys.size > 0) values?.set(value, keys);
        else values?.delete(value);
      }
    }
  };

  const drop = (key: string, before: KubeObject): void => {
    objects.delete(key);
    index(key, before, false);
    follow({ type: 'deleted', before });
  };

  const put = (object: KubeObject): void => {
    const key = keyOf(object);
    const before = objects.get(key);
    if (before !== undefined && before.metadata.uid !== object.metadata.uid) {
      drop(key, before);
      put(object);
      return;
    }
    if (before !== undefined) index(key, before, false);
    objects.set(key, object);
    index(key, object, true);
    if (before === undefined) follow({ type: 'added', after: object });
    else if (before.metadata.resourceVersion !== object.metadata.resourceVersion) {
      follow({ type: 'updated', before, after: object });
    }
  };

  return {
    get: (key) => objects.get(key),
    list: () => [...objects.values()],
    byIndex: (name, value) => [...(found.get(name)?.get(value) ?? [])].flatMap((key) => objects.get(key) ?? []),
    get size() {
      return objects.size;
    },
    put,
    remove(object) {
      const key = keyOf(object);
      const before = objects.get(key);
      if (before !== undefined) drop(key, before);
    },
    replace(all) {
      const kept = new Set(all.map(keyOf));
      for (const [key, before] of objects) if (!kept.has(key)) drop(key, before);
      for (const object of all) put(object);
    },
  };
}
