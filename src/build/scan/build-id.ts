declare const HOLDFAST_BUILD_ID: string | undefined;

/** A hash of the program's own source, from the build: what one build concluded of an image is not taken over by another. */
export const buildId: string =
  typeof HOLDFAST_BUILD_ID === 'string' ? HOLDFAST_BUILD_ID : `source-${process.pid}-${Date.now()}`;
