/** A value all of whose fields may be missing: what input looks like before anyone has checked it. */
export type Loose<T> = T extends readonly (infer I)[]
  ? Loose<I>[]
  : T extends object
    ? string extends keyof T
      ? { [key: string]: Loose<T[string]> }
      : { [K in keyof T]?: Loose<Exclude<T[K], undefined>> | undefined }
    : T;

type Depth = [never, 0, 1, 2, 3, 4, 5];

type Plain<T> = Exclude<T, undefined>;

/** True where rows may go below T: an object with named fields. Lists and maps are whole values for a codec. */
type HasFields<T> = T extends readonly unknown[]
  ? false
  : T extends object
    ? string extends keyof T
      ? false
      : true
    : false;

/** Every dotted path into T, such as `placement.host.affinity`; lists and maps end a path. Six levels at most. */
export type Path<T, D extends number = 6> = [D] extends [never]
  ? never
  : {
      [K in keyof T & string]:
        | K
        | (HasFields<Plain<T[K]>> extends true ? `${K}.${Path<Plain<T[K]>, Depth[D]>}` : never);
    }[keyof T & string];

/** The type of the value at a path, without undefined. */
export type At<T, P extends string> = P extends `${infer K}.${infer Rest}`
  ? K extends keyof T
    ? At<Plain<T[K]>, Rest>
    : never
  : P extends keyof T
    ? Plain<T[P]>
    : never;
