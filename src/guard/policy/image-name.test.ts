import { describe, expect, it } from 'vitest';
import { imageNames } from './image-name.ts';

describe('image names', () => {
  it('have the forms that patterns mean', () => {
    expect(imageNames('nginx:1.27')).toEqual(['nginx:1.27', 'docker.io/library/nginx', 'docker.io/library/nginx:1.27']);
  });
});
