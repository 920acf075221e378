import { isUuid } from './references.ts';
import type { CapiImage, OpenStackScope } from './types.ts';

/**
 * The name of the image that Machine API boots from: with a root volume `rootVolume.sourceUUID`, which is a name all the
 * same, else `image`. Documentation and actuator contradict each other on which of the two counts, so they must agree.
 */
export function imageToCapi(image: string | undefined, source: string | undefined, scope: OpenStackScope): CapiImage {
  const name = source || image;
  if (source && image && source !== image) {
    scope.at('root', 'sourceUUID').report({
      code: 'Conflict',
      value: source,
      message: `is another image than image, which is ${image}, and releases of Machine API differ in which they boot`,
      hint: 'Give both the same name, or remove this one.',
    });
  }
  if (!name) {
    scope.at('image').report({
      code: 'Required',
      message: 'no image is named',
      hint: 'Give the name of the image.',
    });
    return {};
  }
  if (isUuid(name))
    scope.at(...(image ? ['image'] : ['root', 'sourceUUID'])).report({ value: name, ...idOrName('image') });
  return { filter: { name } };
}

/** The way back: by name only. */
export function imageToMapi(found: CapiImage | undefined, scope: OpenStackScope): string | undefined {
  const at = scope.at('image');
  const { id, filter, imageRef } = found ?? {};
  if (id) at.at('id').report({ code: 'NotSupported', value: id, ...byName });
  if (imageRef?.name) at.at('imageRef').report({ code: 'NotSupported', value: imageRef, ...byName });
  if (filter?.tags?.length) at.at('filter', 'tags').report({ code: 'NotSupported', value: filter.tags, ...byName });
  if (!filter?.name && !id && !imageRef?.name && !filter?.tags?.length) at.report({ code: 'Required', ...byName });
  if (filter?.name && isUuid(filter.name)) at.at('filter', 'name').report({ value: filter.name, ...idOrName('image') });
  return filter?.name || undefined;
}

/** What to say of a name that some releases of Machine API take for an id. */
export function idOrName(noun: string) {
  return {
    code: 'NotSupported',
    message: `looks like an id, which some releases of Machine API take it for and others do not; Cluster API looks for a name`,
    hint: `Give the name of the ${noun}.`,
  } as const;
}

const byName = {
  message: 'Machine API knows images by their names only',
  hint: 'Name the image under image.filter.name.',
} as const;
