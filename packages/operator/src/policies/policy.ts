/** A sort of object that policies speak of, by the resource that the API server knows it by. */
export interface Subject {
  readonly group: string;
  /** `*` where every version of it is judged alike. */
  readonly version: string;
  readonly resources: readonly string[];
}

/** What may be done to an object. */
export type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

/** A CEL expression that has to be true, and what is said where it is not; `messageExpression` makes the text of the object. */
export interface Rule {
  readonly expression: string;
  readonly message: string;
  readonly messageExpression?: string;
}

/** A CEL expression that every request has to meet which a policy judges, with a name for it. */
export interface Condition {
  readonly name: string;
  readonly expression: string;
}

/** Objects that a policy looks at beside the one it judges, each of them in turn, as `params`. */
export interface Params {
  readonly apiVersion: string;
  readonly kind: string;
  /** The one of that name, which is in no namespace; else all of a namespace that have the label. */
  readonly from:
    | { readonly name: string }
    | { readonly namespace: 'machineApi' | 'clusterApi'; readonly withLabel?: string };
}

/** Who is let through: the accounts that keep both APIs in step, with Cluster API's core manager too, or nobody. */
export type Exemption = 'controllers' | 'controllersAndCoreManager' | 'nobody';

/**
 * An admission policy as data. Its expressions know the variables of {@link Policy.variables}, which the generator gives to each
 * policy that names them; conditions cannot use variables.
 */
export interface Policy {
  /** Without the `capstan-` that all of them start with. */
  readonly name: string;
  /** What it is for, in a sentence or two for users. */
  readonly doc: string;
  /** Where what it judges is. */
  readonly in: readonly ('machineApi' | 'clusterApi')[];
  readonly subjects: readonly Subject[];
  readonly operations: readonly Operation[];
  readonly exempt: Exemption;
  readonly conditions: readonly Condition[];
  readonly variables?: readonly Condition[];
  readonly rules: readonly Rule[];
  readonly params?: Params;
  /** Objects with this label are not even looked up parameters for. */
  readonly exceptLabel?: string;
  /** `Warn` lets the request through, and what cannot be evaluated too. */
  readonly action: 'Deny' | 'Warn';
  /** What happens to a request where an expression fails, or where the kind of a parameter is not there. */
  readonly onFailure: 'Fail' | 'Ignore';
  /** The platform that it is for, as Infrastructure.status.platformStatus.type; undefined for all. It does no harm on others. */
  readonly platform?: string;
}
