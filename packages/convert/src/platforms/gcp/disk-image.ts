import type { Scope } from '../../mapping/issue.ts';
import type { RowContext } from '../../objects/context.ts';
import type { GCPFacts } from './facts.ts';

type Context = RowContext<GCPFacts>;

/**
 * Machine API looks for an image of a bare name in the machine's project; CAPG hands GCP what is written, so there the
 * whole path is written.
 */
export function imageToCapi(image: string | undefined, scope: Scope<Context>): string | undefined {
  const { projectID } = scope.context.platform;
  if (!image) {
    scope.report({
      code: 'Required',
      message: 'no image is named; each API would boot an image of its own, neither of them of this cluster',
      hint: 'Name the image of the boot disk, such as projects/rhcos-cloud/global/images/NAME.',
    });
    return undefined;
  }
  if (image.includes('/')) return image;
  if (projectID !== undefined) return `projects/${projectID}/global/images/${image}`;
  scope.report({
    code: 'Required',
    value: image,
    message: "Cluster API needs the whole path of the image, and the cluster's project is not known",
    hint: 'Write projects/PROJECT/global/images/NAME.',
  });
  return undefined;
}

/** Machine API has one field for an image and for a family of images: the path tells them apart. */
export function imageToMapi(
  { image, imageFamily }: { image?: string | undefined; imageFamily?: string | undefined },
  scope: Scope<Context>,
): string | undefined {
  const at = scope.at(image ? 'image' : 'imageFamily');
  const found = image || imageFamily;
  if (!found) {
    scope.at('image').report({
      code: 'Required',
      message: 'no image is named; CAPG would boot an Ubuntu image',
      hint: 'Name the image, such as projects/rhcos-cloud/global/images/NAME.',
    });
    return undefined;
  }
  if (!found.includes('/')) {
    at.report({
      code: 'InvalidValue',
      value: found,
      message: 'must be a whole path: GCP finds no image by its bare name',
      hint: `Write projects/PROJECT/global/images/${image ? '' : 'family/'}${found}.`,
    });
    return undefined;
  }
  if (image && imageFamily) {
    scope.at('imageFamily').report({
      code: 'DroppedWithoutEffect',
      severity: 'warning',
      value: imageFamily,
      message: 'has no effect beside image',
      hint: 'Remove it.',
    });
  }
  return found;
}
