import { describe, expect, it } from 'vitest';
import { licensesOfCopyright } from './copyright.ts';

const format = 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n';

describe('licensesOfCopyright', () => {
  it('reads every short name of a machine-readable file once, as SPDX where there is an id', () => {
    const text = `${format}
Files: *
Copyright: x
License: GPL-2+ or Artistic

Files: debian/*
License: Expat

License: Expat
 Permission is hereby granted
 License: trap

License: GPL-2+ with OpenSSL exception
`;
    expect(licensesOfCopyright(text)).toEqual([
      'GPL-2+ with OpenSSL exception',
      'GPL-2.0-or-later OR Artistic-1.0-Perl',
      'MIT',
    ]);
  });

  it('reads free-form files by what they point to', () => {
    expect(
      licensesOfCopyright(
        "… either version 2 of the License, or (at your option) any later\nversion. See `/usr/share/common-licenses/GPL-2'.",
      ),
    ).toEqual(['GPL-2.0-or-later']);
    expect(licensesOfCopyright('see /usr/share/common-licenses/LGPL-2.1.')).toEqual(['LGPL-2.1-only']);
    expect(licensesOfCopyright('see /usr/share/common-licenses/Apache-2.0')).toEqual(['Apache-2.0']);
  });

  it('knows the opening words of permissive licences', () => {
    const bsd = 'Redistribution and use in source and binary forms, with or without';
    expect(licensesOfCopyright(bsd)).toEqual(['BSD-2-Clause']);
    expect(licensesOfCopyright(`${bsd}\n3. Neither the name of the X nor`)).toEqual(['BSD-3-Clause']);
    expect(licensesOfCopyright('Permission is hereby granted, free of charge, to any person obtaining a copy')).toEqual(
      ['MIT'],
    );
    expect(licensesOfCopyright('all mine')).toEqual([]);
  });
});
