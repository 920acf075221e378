import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '@capstan/api';
import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { Failure } from '../failure.ts';
import { quote } from '../input/quote.ts';
import { yamlDocument } from '../output/yaml-writer.ts';

/**
 * Writes objects as they are, each into a file of its own that only its owner can read. A file that is there stays as it is: for a
 * run that goes on it holds what was before, for a new one it is somebody else's and nothing is done.
 */
export async function saveBefore(
  folder: string,
  objects: readonly KubeObject[],
  { isResumed }: { readonly isResumed: boolean },
): Promise<void> {
  const failure = (cause: unknown): Failure => {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new Failure(
      `what is there now cannot be saved in ${quote(folder)}: ${why}`,
      'Nothing was changed. Name another folder with --backup-dir.',
      { cause },
    );
  };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw failure(error);
  }
  for (const object of objects) {
    const text = yamlDocument(withoutManagers(object));
    try {
      await writeFile(join(folder, fileName(object)), text, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!(isThere && isResumed)) throw failure(error);
    }
  }
}

/** Kubernetes takes no slash into a name; neither does this. */
function fileName({ apiVersion, kind, metadata: { name } }: KubeObject): string {
  const text = `${kind.toLowerCase()}s.${apiVersion.split('/')[0]}_${name}.yaml`;
  return text.replaceAll(/[^\w.-]/g, '_');
}

/** Who wrote which field when is long, and cannot be put back. */
function withoutManagers(object: KubeObject): Json {
  const { managedFields: _dropped, ...metadata } = object.metadata;
  return asObject({ ...object, metadata }) ?? {};
}
