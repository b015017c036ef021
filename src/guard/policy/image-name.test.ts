import { describe, expect, it } from 'vitest';
import { imageNames, parseImageName } from './image-name.ts';

describe('image names', () => {
  it.each([
    ['nginx', 'docker.io', 'library/nginx', '', ''],
    ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', ''],
    ['acme/app', 'docker.io', 'acme/app', '', ''],
    ['ghcr.io/acme/app:1@sha256:ab', 'ghcr.io', 'acme/app', '1', 'sha256:ab'],
    ['localhost/app', 'localhost', 'app', '', ''],
    ['reg:5000/app', 'reg:5000', 'app', '', ''],
    ['docker:24', 'docker.io', 'library/docker', '24', ''],
    ['', '', '', '', ''],
  ])('%s', (reference, registry, repository, tag, digest) => {
    expect(parseImageName(reference)).toEqual({ registry, repository, tag, digest });
  });

  it('have the forms that patterns mean', () => {
    expect(imageNames('nginx:1.27')).toEqual(['nginx:1.27', 'docker.io/library/nginx', 'docker.io/library/nginx:1.27']);
  });
});
